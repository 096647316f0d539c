"""The guarantee through the years: states, transitions, the challenger's plan, what happens."""
