"""The factors of a state, one module each: places, facts and draws, and how they change."""
