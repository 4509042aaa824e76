"""Meetings that bind: agenda from data, figures frozen at a vintage, decisions with an owner and a date, and the report."""
