"""Who may do what with meetings. A municipality's contact may do it with the meetings of that municipality alone."""

from __future__ import annotations

from typing import Any

import rules

from medskick.ground.core.access import Role, Viewer, has_role
from medskick.process.meetings.models import Meeting
from medskick.process.meetings.models.meeting import PLANS, READS_ALL

plans = has_role(*PLANS)
reads_all = has_role(*READS_ALL)


@rules.predicate
def speaks_for_a_municipality(viewer: Viewer, _obj: Any = None) -> bool:
    """A contact whose account names a municipality."""
    return viewer.has(Role.MUNICIPALITY_CONTACT) and bool(viewer.municipality)


@rules.predicate
def speaks_for_this_municipality(viewer: Viewer, municipality: str | None) -> bool:
    """A contact, and the municipality with this code is its own."""
    return speaks_for_a_municipality(viewer) and viewer.municipality == municipality


@rules.predicate
def speaks_for_its_municipality(viewer: Viewer, meeting: Meeting | None) -> bool:
    """A contact, and the meeting is its own municipality's."""
    return meeting is not None and speaks_for_this_municipality(viewer, meeting.municipality)


rules.add_rule("meetings.workspace", reads_all | speaks_for_a_municipality)
# The object is the code of a municipality, empty for the whole county.
rules.add_rule("meetings.plan", plans | speaks_for_this_municipality)
# The object is a meeting. Whoever edits it also runs it: reads who comes, writes to them, stands at the door.
rules.add_rule("meetings.edit", plans | speaks_for_its_municipality)
rules.add_rule("meetings.see_coverage", reads_all | speaks_for_a_municipality)
rules.add_rule("meetings.dispose", has_role(Role.PROCESS_LEAD, Role.REGISTRAR))
rules.add_rule("meetings.remind", plans)
