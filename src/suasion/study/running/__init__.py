"""A study run: in this process, on several, or on a cluster; continued, and checked again."""
