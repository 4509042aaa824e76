"""Every goal a government sets and every complaint a citizen makes has someone who answers for it."""

__version__ = "0.1.0"
