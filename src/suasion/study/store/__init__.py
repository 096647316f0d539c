"""A study on disk: what went in, what came out chunk by chunk, and what proves both.

::

    manifest.json       run id, versions, processor, shape, citation; written last of all
    inputs/             the study file as it was run, with the case and games it names
    draws.zarr/         a Zarr group, chunked on draws: one variable a metric, quantiles, values
    chunks/000012.json  a chunk's marker: checksums of its files, failed draws, time

A chunk counts once its marker is there. The marker is renamed into place after the chunk's data
have reached the disk, so whatever ends the process, and whenever, no chunk counts that is not
whole. What a chunk holds follows from the inputs and the chunk's number, so a chunk computed twice
is the same chunk.
"""
