"""The right side of a formula as terms: parsed by rules of its own, never run as code.

Definitions
-----------
term
    A product of factors, ``a:b``; ``a*b`` stands for ``a + b + a:b``.
factor
    A column; a column as categories, ``factor(x)``; or a number worked out from columns, ``log(x)``
    or ``I(x - 1885)``, in the grammar of `suasion.theory.tree.expression`.
offset
    A number that is added with a coefficient of one, ``offset(x)``: a utility that is known.

There is a constant unless the side says ``0`` or ``- 1``; ``0`` alone is a utility fixed at zero.
Names with blanks or signs stand in backticks.

Examples
--------
>>> side = parse_side("s_wt_re1 + log(cap):regime1 + offset(2*balanc)")
>>> side.constant, [str(term) for term in side.terms], [one.text for one in side.offsets]
(True, ['s_wt_re1', 'log(cap):regime1'], ['2*balanc'])
>>> parse_side("0").empty
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suasion.evidence.estimation.faults import refused
from suasion.theory.tree.expression import Expression, ExpressionFault, parse

NAME = re.compile(r"[A-Za-z_.][A-Za-z0-9_.]*")
CALL = re.compile(r"([A-Za-z_]+)\((.*)\)", re.DOTALL)
ALLOWED = "Write columns, a:b, a*b, factor(x), log(x), I(x^2), offset(x), 0 or 1, joined by + or -"


@dataclass(frozen=True)
class Factor:
    """A column, a column as categories, or an expression of columns."""

    text: str
    column: str = ""
    categories: bool = False
    expression: Expression | None = None

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the data that it reads."""
        return self.expression.names if self.expression else frozenset((self.column,))


@dataclass(frozen=True)
class Term:
    """A product of factors."""

    factors: tuple[Factor, ...]

    def __str__(self) -> str:
        return ":".join(factor.text for factor in self.factors)


@dataclass(frozen=True)
class Side:
    """A utility as terms: whether it has a constant, what is estimated, and what is known."""

    constant: bool
    terms: tuple[Term, ...] = ()
    offsets: tuple[Expression, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the utility is fixed at zero."""
        return not (self.constant or self.terms or self.offsets)

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the data that it reads."""
        found = [factor.columns for term in self.terms for factor in term.factors]
        return frozenset[str]().union(*found, *(one.names for one in self.offsets))


def parse_side(text: str) -> Side:
    """The right side of a formula.

    Raises
    ------
    InputError
        With what is wrong with it.
    """
    constant, terms, offsets = True, dict[str, Term](), list[Expression]()
    for sign, piece in _signed(text):
        if piece in ("0", "1"):
            constant = (piece == "1") == (sign == "+")
        elif sign == "-":
            raise _fault(text, piece, "only 1 can be taken away with a minus")
        elif piece.startswith("offset("):
            offsets.append(_expression(text, _inside(text, piece)))
        else:
            terms |= {str(term): term for term in _product(text, piece)}
    return Side(constant, tuple(terms.values()), tuple(offsets))


def split(text: str, marks: str) -> list[tuple[str, str]]:
    """Pieces between top-level marks, each with the mark before it (none before the first)."""
    pieces, depth, quoted, mark, begun = [], 0, False, "", 0
    for at, letter in enumerate(text):
        quoted ^= letter == "`"
        depth += 0 if quoted else (letter in "([") - (letter in ")]")
        if letter in marks and depth == 0 and not quoted:
            pieces.append((mark, text[begun:at].strip()))
            mark, begun = letter, at + 1
    return [*pieces, (mark, text[begun:].strip())]


def _signed(text: str) -> Iterator[tuple[str, str]]:
    pieces = split(text, "+-")
    if pieces[0][1] == "" and len(pieces) > 1:
        pieces = pieces[1:]
    for mark, piece in pieces:
        if not piece:
            raise _fault(text, text, "a term is missing")
        yield mark or "+", piece


def _product(text: str, piece: str) -> list[Term]:
    """Terms of ``a*b:c``: every product of the starred parts."""
    found: list[Term] = []
    for _, part in split(piece, "*"):
        one = Term(tuple(_factor(text, name) for _, name in split(part, ":")))
        found += [one, *(Term((*old.factors, *one.factors)) for old in found)]
    return found


def _factor(text: str, piece: str) -> Factor:
    if piece.startswith("`") and piece.endswith("`") and len(piece) > 2:
        return Factor(piece[1:-1], column=piece[1:-1])
    if NAME.fullmatch(piece):
        return Factor(piece, column=piece)
    if (call := CALL.fullmatch(piece)) is None:
        raise _fault(text, piece, "this is no term of a formula")
    name, inside = call[1], call[2].strip()
    if name in ("factor", "C"):
        column = inside.strip("`")
        if not column or (not NAME.fullmatch(column) and "`" not in inside):
            raise _fault(text, piece, "factor() takes the name of one column")
        return Factor(column, column=column, categories=True)
    return Factor(piece, expression=_expression(text, inside if name == "I" else piece))


def _inside(text: str, piece: str) -> str:
    if (call := CALL.fullmatch(piece)) is None:
        raise _fault(text, piece, "a bracket is missing")
    return call[2]


def _expression(text: str, piece: str) -> Expression:
    try:
        return parse(piece)
    except ExpressionFault as error:
        raise _fault(text, piece, str(error)) from None


def _fault(text: str, piece: str, message: str) -> Exception:
    return refused("formula", text.strip(), piece, message, ALLOWED)
