"""A city that behaves: invented people, units and troubles, reproducible from a seed."""
