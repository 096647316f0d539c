"""What was seen in and around a zone: tables of any origin as one kind of row, or rejected."""
