"""Studies: many draws of many assumptions, planned in a file and evaluated chunk by chunk."""
