"""Payoff expressions: parsed by a grammar, never run as code.

A grammar of numbers, names, four operations, powers and a fixed list of functions is all there is:
what is not in it cannot be said. The parser is lark's; evaluation walks the parsed expression with
the arithmetic of the arrays it is given, so one expression serves a check with plain numbers and a
compiled batch.

Examples
--------
>>> war = parse("win_alone * gain_ratio - max(cost, 0.1)")
>>> sorted(war.names)
['cost', 'gain_ratio', 'win_alone']
>>> float(evaluate(war, {"win_alone": 0.5, "gain_ratio": 2.0, "cost": 0.0}))
0.9
>>> parse("__import__('os')")
Traceback (most recent call last):
suasion.theory.tree.expression.ExpressionFault: letter 12 is not part of an expression
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args
from scipy.special import expit, ndtr

from suasion.theory.tree.labels import clipped

MAX_LETTERS = 500
MAX_DEPTH = 50
GRAMMAR = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> sub
?product: unary | product "*" unary -> mul | product "/" unary -> div
?unary: power | "-" unary -> neg | "+" unary
?power: atom | atom ("^" | "**") unary -> pow
?atom: NUMBER -> number | NAME -> name | NAME "(" sum ("," sum)* ")" -> call | "(" sum ")"
NAME: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?/
NUMBER: /([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?/
%ignore /[ \t]+/
"""
CONSTANTS = {"pi": math.pi}
MANY = 99
ARGUMENTS = {
    "min": (2, MANY),
    "max": (2, MANY),
    "exp": (1, 1),
    "log": (1, 1),
    "sqrt": (1, 1),
    "abs": (1, 1),
    "logistic": (1, 1),
    "normal": (1, 1),
}
"""Functions, with the least and the largest number of arguments."""

Functions = Mapping[str, Callable[..., Any]]
NUMPY: Functions = {
    "min": np.minimum,
    "max": np.maximum,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "logistic": expit,
    "normal": ndtr,
}


class ExpressionFault(ValueError):
    """What is wrong with an expression, in words that need no place."""


class Operation(NamedTuple):
    """An operation or a function with its arguments, and how deep operations nest in it."""

    name: str
    arguments: tuple[Part, ...]
    depth: int


Part = float | str | Operation


@dataclass(frozen=True)
class Expression:
    """A parsed expression: its text, what it says, and the names it uses."""

    text: str
    part: Part
    names: frozenset[str]

    @property
    def constant(self) -> float | None:
        """Its value where it is a plain number."""
        return self.part if isinstance(self.part, float) else None


def operation(name: str, arguments: tuple[Part, ...]) -> Part:
    """An operation; its value where all its arguments are plain numbers.

    Raises
    ------
    ExpressionFault
        Where that value is not finite, or operations nest too deep.
    """
    if all(isinstance(part, float) for part in arguments):
        return _folded(name, arguments)
    inner = [part.depth for part in arguments if isinstance(part, Operation)]
    depth = 1 + max(inner, default=0)
    if depth > MAX_DEPTH:
        message = f"operations are nested deeper than {MAX_DEPTH}; name a part of it under `define`"
        raise ExpressionFault(message)
    return Operation(name, arguments, depth)


def _folded(name: str, arguments: tuple[Part, ...]) -> float:
    with np.errstate(all="ignore"):
        value = float(_applied(name, [np.float64(cast(float, part)) for part in arguments], NUMPY))
    if not math.isfinite(value):
        message = "a part of it has no finite value, such as a division by zero"
        raise ExpressionFault(message)
    return value


def _method(name: str) -> Callable[[Any, list[Part]], Part]:
    return lambda self, children: operation(name, tuple(children))


class _Builder(Transformer[Token, Part]):
    """From the parser's tree to parts."""

    @v_args(inline=True)
    def number(self, token: Token) -> float:
        value = float(token)
        if not math.isfinite(value):
            message = f"{clipped(str(token), 20)} is too large for a number"
            raise ExpressionFault(message)
        return value

    @v_args(inline=True)
    def name(self, token: Token) -> Part:
        return CONSTANTS.get(str(token), str(token))

    @v_args(inline=True)
    def call(self, token: Token, *arguments: Part) -> Part:
        known = ", ".join(ARGUMENTS)
        if str(token) not in ARGUMENTS:
            message = f"{token} is no function; there are {known}"
            raise ExpressionFault(message)
        least, most = ARGUMENTS[str(token)]
        if not least <= len(arguments) <= most:
            wanted = "one argument" if most == 1 else f"at least {least} arguments"
            message = f"{token} takes {wanted}, not {len(arguments)}"
            raise ExpressionFault(message)
        return operation(str(token), arguments)

    add, sub, mul, div, neg, pow = map(_method, ("add", "sub", "mul", "div", "neg", "pow"))


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder())


def number(value: float) -> Expression:
    """A plain number as an expression."""
    return Expression(f"{value:.17g}", float(value), frozenset())


def parse(text: str) -> Expression:
    """The expression that a text says.

    Parameters
    ----------
    text
        At most 500 letters.

    Raises
    ------
    ExpressionFault
        With what is wrong and where in the text.
    """
    if len(text) > MAX_LETTERS:
        message = f"the expression has {len(text):,} letters; at most {MAX_LETTERS} are read"
        raise ExpressionFault(message)
    try:
        part: Part = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedCharacters as error:
        message = f"letter {error.column} is not part of an expression"
        raise ExpressionFault(message) from None
    except UnexpectedInput as error:
        raise ExpressionFault(_unexpected(error, text)) from None
    return Expression(text, part, frozenset(_names(part)))


def _unexpected(error: UnexpectedInput, text: str) -> str:
    token = getattr(error, "token", None)
    if token is None or not str(token) or token.type == "$END":
        return "the expression breaks off; something is missing at its end"
    place = text.find(str(token), token.start_pos or 0) + 1
    return f"{str(token)!r} is out of place at letter {place}"


def _names(part: Part) -> set[str]:
    if isinstance(part, str):
        return {part}
    if isinstance(part, Operation):
        return {name for argument in part.arguments for name in _names(argument)}
    return set()


def evaluate(
    expression: Expression, values: Mapping[str, Any], functions: Functions = NUMPY
) -> Any:
    """The value of an expression.

    Parameters
    ----------
    expression
        Parsed.
    values
        By name, numbers or arrays that broadcast together.
    functions
        What the functions are: NumPy's unless told otherwise.
    """
    return _value(expression.part, values, functions)


def _value(part: Part, values: Mapping[str, Any], functions: Functions) -> Any:
    if isinstance(part, str):
        return values[part]
    if not isinstance(part, Operation):
        return part
    found = [_value(argument, values, functions) for argument in part.arguments]
    return _applied(part.name, found, functions)


def _applied(name: str, found: list[Any], functions: Functions) -> Any:
    if name in ("min", "max"):
        total = found[0]
        for one in found[1:]:
            total = functions[name](total, one)
        return total
    if name in functions:
        return functions[name](*found)
    return OPERATIONS[name](*found)


OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, b: a**b,
}
