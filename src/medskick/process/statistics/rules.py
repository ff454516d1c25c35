"""Who may take in figures."""

import rules

from medskick.ground.core.access import Role, has_role

rules.add_rule("statistics.manage", has_role(Role.PROCESS_LEAD, Role.ANALYST, Role.ADMINISTRATOR))
