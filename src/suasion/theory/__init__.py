"""Theories of deterrence: a library of published models, solvers, and stages of the term model.

>>> from suasion import theory
>>> theory.get("threshold").id
'threshold'
"""

from suasion.theory.catalogue import entries, get

__all__ = ["entries", "get"]
