"""The error of data sets: one that is missing, damaged or not what was expected."""

from __future__ import annotations

from suasion.errors import SuasionError


class DataFault(SuasionError):
    """A data set that is missing, damaged, out of reach or not as the registry says."""
