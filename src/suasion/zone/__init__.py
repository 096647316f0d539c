"""Zones of an agreement: what is forbidden where, and what was seen of it."""
