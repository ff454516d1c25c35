"""Points in, two levels of groups out: topics, and themes over them."""

from .tree import Grouping, group, group_inside

__all__ = ["Grouping", "group", "group_inside"]
