"""Search among guarantees that a drafter could write, within stated limits."""
