"""What the record of the past says: data sets, base rates and estimated models."""
