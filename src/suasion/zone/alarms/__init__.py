"""Alarms on counts that come one after another, with the false alarms and delays they have."""
