"""Zone files: lines, depths, places and rules, each with its source; and what they become."""
