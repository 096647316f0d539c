"""Sampling designs: which assumptions each draw of a study holds."""
