"""Pages of the continuous sample in the workspace."""
