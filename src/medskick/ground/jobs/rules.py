"""Who may see and stop background work: whoever started it, process leads and administrators. A new try is for those
of them who may do the work itself.
"""

from __future__ import annotations

import rules

from medskick.ground.core.access import Role, Viewer, allowed, has_role
from medskick.ground.jobs import registry
from medskick.ground.jobs.models import Job


@rules.predicate
def is_owner(viewer: Viewer, job: Job | None) -> bool:
    """Started this job."""
    return job is not None and viewer.user_id is not None and job.owner_id == viewer.user_id


@rules.predicate
def may_do_its_work(viewer: Viewer, job: Job | None) -> bool:
    """The room that the work belongs to lets them."""
    kind = registry.find(job.kind) if job is not None else None
    return kind is None or allowed(kind.rule, viewer)


sees_all = has_role(Role.ADMINISTRATOR, Role.PROCESS_LEAD)


@rules.predicate
def has_work_here(viewer: Viewer, _job: Job | None) -> bool:
    """Has a role that starts work on the server: any but a municipality's contact."""
    return viewer.is_system or bool(viewer.roles - {Role.MUNICIPALITY_CONTACT})


@rules.predicate
def is_staff(viewer: Viewer, _job: Job | None) -> bool:
    """Works here."""
    return viewer.is_staff


rules.add_rule("jobs.list", is_staff & has_work_here)
rules.add_rule("jobs.view", is_staff & (is_owner | sees_all))
rules.add_rule("jobs.cancel", is_staff & (is_owner | sees_all))
rules.add_rule("jobs.retry", is_staff & (is_owner | sees_all) & may_do_its_work)
rules.add_rule("jobs.traceback", has_role(Role.ADMINISTRATOR))
