"""Lines, belts and circles on the WGS84 ellipsoid."""
