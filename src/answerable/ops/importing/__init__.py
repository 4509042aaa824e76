"""Rows of other systems, read by a mapping and brought in as cases; every row is accounted for."""
