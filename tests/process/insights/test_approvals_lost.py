"""An approval goes only when what a person approved is not there any more, and then it is said, logged and listed."""

import pytest

from helpers_people import account_of, signed_in, viewer_for
from helpers_site import look
from medskick.ground.core import audit
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.models import BookChange, CodedStatement, Placement, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
LENA = viewer_for("analyst", user_id=900_021, name="Lena Analytiker")
ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och tidtabeller."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler, läkare och väntetider."},
    {"key": "fritid", "label": "Fritid", "definition": "Sport, friluftsliv och mötesplatser."},
]
SAID = [
    "Nattbussen till {} måste gå också på helgen.",
    "Vårdcentralen i {} behöver fler läkare som stannar.",
    "Skoterleden förbi {} borde spåras oftare på vintern.",
]
TEXTS = [text.format(place) for place in ("Pajala", "Luleå", "Boden", "Kalix") for text in SAID]


@pytest.fixture
def run(cycle, say, lead):
    """A run under a codebook, its themes approved."""
    account_of(LENA)
    say(*TEXTS, municipality="2580")
    book = actions.create_codebook("Egen lista", by=lead, entries=ENTRIES)
    made = actions.start_run(cycle, by=LENA, codebook=book)
    run_waiting()
    made.refresh_from_db()
    assert made.state == "done", made.message
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    return made


def coded(run, words):
    return CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement").get(
        run=run, statement__contribution__text__contains=words
    )


def approved():
    return set(Theme.objects.filter(parent=None, state="approved").values_list("name", flat=True))


def lost_lines():
    return AuditEntry.objects.filter(action="insights.approval_lost")


def test_confirming_where_a_thought_lies_takes_no_approval(run):
    before = set(Theme.objects.filter(state="approved").values_list("pk", flat=True))
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["resor"], shown=0, by=LENA)
    run_waiting()
    assert set(Theme.objects.filter(state="approved").values_list("pk", flat=True)) == before
    assert not lost_lines().exists()
    actions.take_back_decision(run, by=LENA)
    assert set(Theme.objects.filter(state="approved").values_list("pk", flat=True)) == before


def test_taking_a_thought_out_takes_the_approval_of_what_it_leaves_only_and_logs_it(run):
    themes = approved()
    assert {"Resor utan bil", "Fritid"} <= themes
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    assert themes - approved() == {"Resor utan bil"}
    change = BookChange.objects.get(verb="statement_coded")
    assert "Resor utan bil" in [name for _pk, name in change.lost]
    line = lost_lines().get(ref_key=str(Theme.objects.get(name="Resor utan bil", parent=None).pk))
    assert line.details["name"] == "Resor utan bil"
    assert "hör till Fritid" in audit.in_words(line)
    assert "Nattbussen" not in str(line.details)


def test_what_the_computer_learns_takes_no_approval(run):
    themes = approved()
    for place in ("Pajala", "Luleå", "Kalix"):
        actions.decide_code(coded(run, f"Skoterleden förbi {place}"), [], shown=0, by=LENA)
    fell = themes - approved()
    run_waiting()
    assert themes - approved() == fell


def test_desk_says_before_and_after(client, run, django_assert_max_num_queries):
    signed_in(client, "analyst")
    here = f"/arbetsyta/analys/korningar/{run.number}/lar/"
    asked = coded(run, "Nattbussen till Boden")
    with django_assert_max_num_queries(34):
        body = look(client, f"{here}?tanke={asked.pk}").body
    assert "Tanken ligger i ”Resor utan bil”" in body
    assert "Tar du ut tanken" in body
    data = {"tanke": asked.pk, "version": 0}
    confirmed = client.post(f"{here}bestam/", {**data, "valt": "resor"}, follow=True).content.decode()
    assert "har ändrats sedan" not in confirmed
    moved = client.post(f"{here}bestam/", {"tanke": asked.pk, "version": 1, "valt": "fritid"}, follow=True)
    assert "”Resor utan bil”" in moved.content.decode()
    assert "har ändrats sedan" in moved.content.decode()
    told = look(client, "/arbetsyta/analys/granska/historik/").body
    assert "föll för:" in told
    assert "”Resor utan bil”" in told
    assert "Det kommer inte tillbaka när du ångrar." in look(client, "/arbetsyta/analys/granska/").body


@pytest.mark.parametrize(
    ("act", "falls"),
    [
        (lambda cycle, row, theme, other, by: actions.move(cycle, [row.pk], row.theme, by=by), set()),
        (
            lambda cycle, row, theme, other, by: actions.mark_statements(cycle, [row.pk], "", by=by),
            set(),
        ),
        (
            lambda cycle, row, theme, other, by: actions.mark_statements(
                cycle, [row.pk], "local_only", by=by
            ),
            {"Resor"},
        ),
        (lambda cycle, row, theme, other, by: actions.rename(theme, theme.name, by=by), set()),
        (lambda cycle, row, theme, other, by: actions.rename(theme, "Resa", by=by), {"Resa"}),
        (lambda cycle, row, theme, other, by: actions.mark_inside(theme, by=by, note="Ja."), set()),
        (lambda cycle, row, theme, other, by: actions.mark_outside(theme, "short_term", by=by), {"Resor"}),
        (lambda cycle, row, theme, other, by: actions.move(cycle, [row.pk], other, by=by), {"Resor", "Vård"}),
        (lambda cycle, row, theme, other, by: actions.merge(other, theme, by=by), {"Resor"}),
        (lambda cycle, row, theme, other, by: actions.split(theme, [row.pk], "Natt", by=by), {"Resor"}),
        (lambda cycle, row, theme, other, by: actions.choose_quote(theme, row, by=by), set()),
        (
            lambda cycle, row, theme, other, by: actions.decide(theme, "cooperation", "open", by=by),
            set(),
        ),
    ],
)
def test_each_verb_takes_the_approvals_it_must_and_says_which(cycle, edition, two_themes, lead, act, falls):
    theme, other = Theme.objects.get(slug="resor"), Theme.objects.get(slug="vard")
    row = Placement.objects.select_related("theme").filter(theme__parent=theme).first()
    act(cycle, row, theme, other, lead)
    change = BookChange.objects.first()
    waiting = Theme.objects.filter(parent=None, state="proposed", pk__in=[theme.pk, other.pk])
    assert set(waiting.values_list("name", flat=True)) == falls
    tops = {name for pk, name in change.lost if pk in {theme.pk, other.pk}}
    assert len(tops) == len(falls)
    assert lost_lines().count() == len(change.lost)


def test_published_edition_is_not_touched_by_teaching(cycle, run, lead):
    edition = actions.publish(cycle, by=lead)
    before = list(edition.statements.order_by("pk").values_list("pk", "theme", "outcome"))
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    run_waiting()
    assert list(edition.statements.order_by("pk").values_list("pk", "theme", "outcome")) == before
