"""Scripts that tests run as processes of their own are no tests."""

collect_ignore = ["ending.py"]
