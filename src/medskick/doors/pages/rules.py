"""Who may do what with pages of editors. Wagtail asks for groups of the same names as the roles (``actions``)."""

import rules

from medskick.ground.core.access import Role, has_role

rules.add_rule(
    "pages.edit", has_role(Role.EDITOR, Role.PROCESS_LEAD, Role.ADMINISTRATOR, Role.MUNICIPALITY_CONTACT)
)
# Others write of the municipality that they speak for.
rules.add_rule("pages.write_of_all", has_role(Role.EDITOR, Role.PROCESS_LEAD, Role.ADMINISTRATOR))
rules.add_rule("pages.index", has_role(Role.ADMINISTRATOR))
rules.add_rule("pages.statements", has_role(Role.EDITOR, Role.PROCESS_LEAD, Role.ADMINISTRATOR))
