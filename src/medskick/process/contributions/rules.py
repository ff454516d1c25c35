"""Who may do what with contributions."""

import rules

from medskick.ground.core.access import Role, has_role

moderates = has_role(Role.MODERATOR, Role.PROCESS_LEAD)
registers = has_role(Role.REGISTRAR, Role.MODERATOR, Role.PROCESS_LEAD)

rules.add_rule("contributions.read_all", has_role(Role.MODERATOR, Role.PROCESS_LEAD, Role.REGISTRAR, Role.ADMINISTRATOR))
rules.add_rule("contributions.moderate", moderates)
rules.add_rule("contributions.enter", registers)
rules.add_rule("contributions.import", registers)
rules.add_rule("contributions.approve_rule", has_role(Role.PROCESS_LEAD))
