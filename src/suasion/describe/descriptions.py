"""The sentence that stands below a field in the source, as the field's description."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Description of each field of a model, its inherited fields first.

    Examples
    --------
    >>> from suasion.describe.sections import Forces
    >>> descriptions(Forces)["size"]
    'Persons.'
    """
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        name = owner.__name__.partition("[")[0]
        found |= _below_fields(owner.__module__).get(name, {})
    return {field: text for field, text in found.items() if field in model.model_fields}


@cache
def _below_fields(module: str) -> dict[str, dict[str, str]]:
    """For each class of a module, the text below each of its annotated names."""
    if not module.startswith("suasion."):
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_pairs(node.body)) for node in classes}


def _pairs(body: list[ast.stmt]) -> list[tuple[str, str]]:
    return [
        (first.target.id, inspect.cleandoc(second.value.value))
        for first, second in pairwise(body)
        if isinstance(first, ast.AnnAssign)
        and isinstance(first.target, ast.Name)
        and isinstance(second, ast.Expr)
        and isinstance(second.value, ast.Constant)
        and isinstance(second.value.value, str)
    ]
