"""Guarantees, cases and sources as data: reading, checking, changing; no numerics."""
