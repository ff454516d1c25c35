"""Reads of summaries, tensions, small circles and leaves: for visitors, for staff, for files."""
