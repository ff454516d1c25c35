"""Background work of this room."""

from medskick.process.contributions.imports import handlers  # noqa: F401
