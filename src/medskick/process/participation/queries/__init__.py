"""Reads: who has taken part beside who lives here, what may be printed next, and where the next stop would add most."""

from medskick.process.participation.queries.participation import Line, Table, participation, rows
from medskick.process.participation.queries.plan import Need, Plan, plan
from medskick.process.participation.queries.printing import Draft, draft, last_printed, newest, printed

__all__ = [
    "Draft",
    "Line",
    "Need",
    "Plan",
    "Table",
    "draft",
    "last_printed",
    "newest",
    "participation",
    "plan",
    "printed",
    "rows",
]
