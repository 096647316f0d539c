"""Stage games: published games read as a crisis over a guarantee."""
