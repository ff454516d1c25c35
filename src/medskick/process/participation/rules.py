"""Who may see where voices are missing in detail, and who may publish the tables of ages and senders."""

import rules

from medskick.ground.core.access import Role, has_role
from medskick.process.contributions.models import SEES_ALL

# The plan stands on the voices themselves, so it is for those who may read them all.
rules.add_rule("participation.plan", has_role(*SEES_ALL))
rules.add_rule("participation.publish", has_role(Role.PROCESS_LEAD, Role.ADMINISTRATOR))
