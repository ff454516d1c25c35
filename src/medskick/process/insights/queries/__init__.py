"""Reads of runs, the book and editions. Public ones show published structure only."""
