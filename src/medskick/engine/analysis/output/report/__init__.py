"""report.html: the result as one page that opens offline, prints well and needs no script."""

from .page import write_report

__all__ = ["write_report"]
