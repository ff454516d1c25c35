"""Who may read the outbox and decide about what lies in it."""

from __future__ import annotations

import rules

from medskick.ground.core.access import Role, has_role

rules.add_rule("post.read", has_role(Role.ADMINISTRATOR, Role.PROCESS_LEAD, Role.REGISTRAR))
rules.add_rule("post.manage", has_role(Role.ADMINISTRATOR, Role.PROCESS_LEAD))
