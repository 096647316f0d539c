"""Theories against what happened: predictions, scores, referees and weights."""
