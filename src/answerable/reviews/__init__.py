"""Meetings that bind: agenda from data, figures frozen at a vintage, decisions with owners, and the report."""
