"""Questions that the full model of the years answers: variants of a guarantee, and a reading."""
