"""Where names by codebooks, taking back, languages and AI marks meet."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from helpers_people import account_of, viewer_for
from medskick.process.insights import actions
from medskick.process.insights.actions.propose import as_kept
from medskick.process.insights.models import BookChange, EditionTheme, Theme
from medskick.process.insights.queries import names

pytestmark = pytest.mark.django_db
ANNA = viewer_for("analyst", user_id=900_031, name="Anna Analytiker")
GROUPS = {"buss": range(6)}, {"vårdcentral": range(6, 12)}


@pytest.fixture
def placed(two_themes, run_of):
    """``placed(codebook)``: a run under the codebook's two entries, or with the engine's own names."""

    def make(codebook=None):
        labels = [one["label"] for one in codebook.current.entries] if codebook else ["resor", "vård"]
        return run_of(two_themes, dict(zip(labels, GROUPS, strict=True)), codebook=codebook)

    return make


@pytest.fixture
def book(lead):
    """``book("A")``: a codebook whose two labels end with the letter."""
    account_of(ANNA)

    def make(letter):
        entries = [{"key": key, "label": f"{key} {letter}", "definition": ""} for key in ("Resande", "Vård")]
        return actions.create_codebook(f"Lista {letter}", by=lead, entries=entries)

    return make


def first():
    return Theme.objects.filter(parent=None, state__in=("proposed", "approved")).order_by("pk").first()


def renamed():
    return BookChange.objects.filter(verb="theme_renamed").order_by("-pk").first()


def test_name_that_is_taken_back_is_remembered_by_no_codebook(placed, book, lead):
    one, other = book("A"), book("B")
    actions.rename(first(), "Gunhilds buss", by=ANNA)
    change = renamed()
    placed(one)
    placed(other)
    actions.undo(change, by=lead)
    actions.write_summary(first(), "Om att resa.", by=lead)  # a decision about something else
    placed(one)
    assert names.of_theme(first(), lead).old == "Resor"
    placed()
    assert first().name == "Resor"


def test_approved_label_of_another_codebook_stands_though_an_older_name_is_taken_back(placed, book, lead):
    one, other = book("A"), book("B")
    actions.rename(first(), "Gunhilds buss", by=ANNA)
    change = renamed()
    placed(one)
    actions.approve(first(), by=lead)
    placed(other)
    actions.undo(change, by=lead)
    placed()
    assert first().name == "Resande A"


def test_label_that_a_person_has_written_shows_after_a_renaming_is_taken_back(
    cycle, placed, book, lead, publish_all
):
    """A label taken over from the computer shows only while people use its words; a person's always does."""
    placed()
    actions.carry_on(publish_all(), "Från utgåvan", by=lead)
    taken_over = EditionTheme.objects.get(theme=first())
    one = actions.create_codebook(
        "Lista",
        by=lead,
        entries=[
            {"key": taken_over.slug, "label": taken_over.name, "definition": ""},
            {"key": "vard", "label": "Vård", "definition": ""},
        ],
    )
    placed(one)
    assert not first().named_by_person
    actions.rename(first(), "Gunhilds buss", by=ANNA)
    actions.change_entry(one, taken_over.slug, "Kollektivtrafik", "", by=lead)
    placed(one)
    actions.undo(renamed(), by=lead)
    assert (first().name, first().named_by_person) == ("Kollektivtrafik", True)


def test_way_back_tells_what_stayed_in_the_readers_language(client, cycle, placed, lead):
    run = placed()
    actions.rename(first(), "Gunhilds buss", by=ANNA)
    held = SimpleNamespace(theme=first(), decision=renamed(), whole=True, count=3)
    run.changes["kept_back"] = {"rows": [as_kept(held)], "count": 3}
    with translation.override("en"):
        (row,) = run.kept_back
    assert row["sentence"] == "‘Resor’ was given the name ‘Gunhilds buss’"
    with translation.override("sv"):
        (row,) = run.kept_back
    assert row["sentence"] == "”Resor” fick namnet ”Gunhilds buss”"


def test_colleagues_change_of_a_codebook_is_told_in_the_readers_language(book, lead):
    one = book("A")
    shown = one.current.number
    with translation.override("sv"):
        actions.add_entry(one, "Skola", by=ANNA)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        actions.replace_entries(one, [{"key": "x", "label": "X"}], by=lead, file="x.csv", shown=shown)
    assert "lades till" not in refused.value.messages[0]
    assert "Skola" in refused.value.messages[0]
