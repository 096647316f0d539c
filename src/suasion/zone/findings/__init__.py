"""What observations say about a zone's rules: violations, compliance, and what was missed."""
