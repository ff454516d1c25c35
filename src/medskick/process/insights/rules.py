"""Who may do what with runs, the book of themes and editions."""

import rules

from medskick.ground.core.access import Role, has_role

analyses = has_role(Role.ANALYST, Role.PROCESS_LEAD)

rules.add_rule("insights.read", has_role(Role.ANALYST, Role.PROCESS_LEAD, Role.EDITOR, Role.ADMINISTRATOR))
rules.add_rule("insights.run", analyses)
rules.add_rule("insights.review", analyses)
rules.add_rule("insights.publish", has_role(Role.PROCESS_LEAD))
rules.add_rule("insights.take_away", has_role(Role.PROCESS_LEAD))
rules.add_rule("insights.language_model", has_role(Role.ADMINISTRATOR))

# The continuous sample. Whose a statement is, the queries decide (``SampleUnit.objects.of_coder``).
CODERS = (Role.ANALYST, Role.MODERATOR, Role.EDITOR)
rules.add_rule("insights.code", has_role(*CODERS))
rules.add_rule("insights.agreement", has_role(*CODERS, Role.PROCESS_LEAD, Role.ADMINISTRATOR))
rules.add_rule("insights.sample", has_role(Role.PROCESS_LEAD))
