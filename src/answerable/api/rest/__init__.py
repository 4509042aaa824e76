"""REST v1: what the desk does, for programs."""
