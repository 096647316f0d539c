"""Ensembles over assumptions: draws, results with labels, summaries, what turns the ranking."""
