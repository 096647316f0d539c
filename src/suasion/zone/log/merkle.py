"""Root of a Merkle tree over the rows of a batch ([RFC6962]_, section 2.1).

Leaves and nodes are hashed with different first bytes, so that no node can pass for a leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """Root hash of a list of byte strings, 32 bytes.

    Examples
    --------
    >>> root([b""]).hex()[:16]
    '6e340b9cffb37a98'
    """
    if not leaves:
        return sha256(b"").digest()
    level = [sha256(LEAF + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # Pairs from the left; what has no pair goes up as it is, which is the tree of the standard.
        paired = [
            sha256(NODE + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0]
