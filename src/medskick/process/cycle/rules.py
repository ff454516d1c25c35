"""Who may steer the cycle."""

import rules

from medskick.ground.core.access import Role, has_role

rules.add_rule("cycle.manage", has_role(Role.PROCESS_LEAD, Role.ADMINISTRATOR))
