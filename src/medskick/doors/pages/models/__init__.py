"""What editors make: the home page, news, questions and answers, material, free pages, pictures and files."""

from .free import FreePage
from .home import HomePage
from .material import Material, MaterialIndexPage, MaterialPage
from .news import NewsIndexPage, NewsKind, NewsPage
from .pictures import Picture, Rendition
from .questions import QuestionsPage
from .search import SearchEntry, SearchWaiting
from .statements import (
    AccessibilityStatement,
    Conformity,
    Failing,
    HindranceReport,
    PersonalDataStatement,
)

__all__ = [
    "AccessibilityStatement",
    "Conformity",
    "Failing",
    "FreePage",
    "HindranceReport",
    "HomePage",
    "Material",
    "MaterialIndexPage",
    "MaterialPage",
    "NewsIndexPage",
    "NewsKind",
    "NewsPage",
    "PersonalDataStatement",
    "Picture",
    "QuestionsPage",
    "Rendition",
    "SearchEntry",
    "SearchWaiting",
]
