"""Filters of the plan."""

from __future__ import annotations

from django import template

from medskick.process.participation import words

register = template.Library()
register.filter("one_decimal", words.decimal)
