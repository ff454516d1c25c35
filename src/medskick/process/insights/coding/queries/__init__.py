"""Reads of the continuous sample, each with the one who looks."""
