"""Pages: one-time links, the start of the workspace, accounts, one's own account, the log."""
