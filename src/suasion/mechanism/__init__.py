"""From facts to a situation: the mechanisms, their priors, and the numbers that theories read."""
