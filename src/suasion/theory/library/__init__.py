"""The field's models, one file each: definitions, valid range, sources, and a worked session."""
