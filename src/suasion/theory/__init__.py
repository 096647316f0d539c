"""Crisis games: published models, and their reading as a crisis over a guarantee."""
