"""Writes: one function per verb, each with permission, transaction and audit line."""

from medskick.process.contributions.actions.receive import Answer, Source, TooLong, receive, store

__all__ = ["Answer", "Source", "TooLong", "receive", "store"]
