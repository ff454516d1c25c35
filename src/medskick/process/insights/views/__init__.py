"""Thin views: visitors' pages, and the workspace's runs, review and publishing."""
