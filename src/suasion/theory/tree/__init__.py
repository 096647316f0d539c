"""Finite games in extensive form: one representation for built-in, written and imported games."""
