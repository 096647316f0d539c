"""Solvers for any game tree, batched and compiled; every answer has a status."""
