"""Pages of visitors; `staff` holds those of the workspace."""
