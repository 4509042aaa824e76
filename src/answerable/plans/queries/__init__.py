"""Every read of plans, as of any instant."""
