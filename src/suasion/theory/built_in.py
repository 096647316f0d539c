"""Identifiers of the built-in theories, in the order of their tables; loads none of them."""

BUILT_IN = (
    "threshold",
    "unilateral",
    "asymmetric-escalation",
    "tying-hands",
    "strategic",
    "tripartite",
    "bargaining",
    "brinkmanship",
    "pawn",
)
