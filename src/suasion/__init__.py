"""Suasion: a workbench for security guarantees."""
