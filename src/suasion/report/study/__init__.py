"""What an ensemble says, in words and figures."""
