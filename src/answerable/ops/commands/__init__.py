"""The commands of `answerable`, one module each."""
