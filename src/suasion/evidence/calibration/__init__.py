"""Hazards and willingness calibrated to the record: posteriors with what they count."""
