"""The full model of the years: eight factors, each on or off, any theory as its crisis."""
