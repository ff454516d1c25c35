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


is_a_contact = has_role(Role.MUNICIPALITY_CONTACT)


@rules.predicate
def speaks_for_this_municipality(viewer: Viewer, municipality: str | None) -> bool:
    """A contact, and the municipality with this code is its own."""
    return speaks_for_a_municipality(viewer) and viewer.municipality == municipality


@rules.predicate
def speaks_for_its_municipality(viewer: Viewer, meeting: Meeting | None) -> bool:
    """A contact, and the meeting is its own municipality's."""
    return meeting is not None and speaks_for_this_municipality(viewer, meeting.municipality)


@rules.predicate
def runs_the_tables_meeting(viewer: Viewer, desk: Any = None) -> bool:
    """At the table of a meeting that takes notes, somebody who runs that meeting."""
    runs = plans | speaks_for_its_municipality
    return desk is not None and desk.table.takes_notes and runs.test(viewer, desk.table.meeting)


@rules.predicate
def holds_the_tables_link(_viewer: Viewer, desk: Any = None) -> bool:
    """Whoever has the table's own link, while it is open and the meeting takes notes, writes there without account."""
    if desk is None or desk.link is None or not desk.table.takes_notes:
        return False
    return desk.link.table_id == desk.table.pk and desk.link.is_open


# A contact without a municipality comes in as well, to read what is missing and who can help.
rules.add_rule("meetings.workspace", reads_all | is_a_contact)
# The object is the code of a municipality, empty for the whole county.
rules.add_rule("meetings.plan", plans | speaks_for_this_municipality)
# The object is a meeting. Whoever edits it also runs it: reads who comes, writes to them, stands at the door.
rules.add_rule("meetings.edit", plans | speaks_for_its_municipality)
# The object is a desk: a table and the link that opened it.
rules.add_rule("meetings.take_notes", runs_the_tables_meeting | holds_the_tables_link)
rules.add_rule("meetings.see_coverage", reads_all | speaks_for_a_municipality)
rules.add_rule("meetings.dispose", has_role(Role.PROCESS_LEAD, Role.REGISTRAR))
rules.add_rule("meetings.remind", plans)
