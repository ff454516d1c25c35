"""Any decision that nothing later builds on can be taken back alone, and then the book is as if it had never been."""

import random
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers_core import examples
from helpers_people import account_of, signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import _TAKE_BACK
from medskick.process.insights.models import (
    BookChange,
    CodeDecision,
    CodedStatement,
    CriterionDecision,
    EntryTheme,
    Placement,
    QuoteChoice,
    Theme,
)
from medskick.process.insights.queries import undoing
from medskick.process.insights.told import TELLERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
LENA = viewer_for("analyst", user_id=900_021, name="Lena Analytiker")
OLLE = viewer_for("process_lead", user_id=900_022, name="Olle Ledare")
ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och tidtabeller."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler, läkare och väntetider."},
    {"key": "fritid", "label": "Fritid", "definition": "Sport, friluftsliv och mötesplatser."},
    {"key": "rymden", "label": "Rymden", "definition": "Raketer och satelliter."},
]
SAID = [
    "Nattbussen till {} måste gå också på helgen.",
    "Vårdcentralen i {} behöver fler läkare som stannar.",
    "Skoterleden förbi {} borde spåras oftare på vintern.",
    "Skolan i {} ska få vara kvar så att barnen slipper åka långt.",
]
TEXTS = [text.format(place) for place in ("Pajala", "Luleå", "Boden", "Kalix") for text in SAID]
LIVE = ("proposed", "approved")
CHOICES = [[], ["vard"], ["rymden"], ["fritid", "vard"]]


@pytest.fixture
def desk(cycle, say, lead):
    """A published edition of a run under a codebook."""
    for who in (LENA, OLLE):
        account_of(who)
    say(*TEXTS, municipality="2580")
    book = actions.create_codebook("Egen lista", by=lead, entries=ENTRIES)
    run = actions.start_run(cycle, by=lead, codebook=book)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "done", run.message
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    BookChange.objects.all().delete()  # what is decided from here on is what is taken back
    return run


class Deeds:
    """Decisions that can be done again from the beginning: themes are called by where they come from, not by number."""

    VERBS = (
        "rename", "summarise", "outside", "inside", "weigh", "merge", "split", "move", "move", "mark", "approve",
        "approve", "quote", "code", "code",
    )  # fmt: skip

    def __init__(self, run: Any) -> None:
        self.run, self.cycle = run, run.cycle
        self.base = set(Theme.objects.values_list("pk", flat=True))
        self.split_out: dict[int, int] = {}

    def name_of(self, pk: int | None) -> Any:
        if pk is None or pk in self.base:
            return pk
        numbers = {theme: number for number, theme in self.split_out.items()}
        return ("split", numbers[pk]) if pk in numbers else ("entry", EntryTheme.objects.get(theme=pk).key)

    def theme(self, name: Any) -> Theme | None:
        if name is None or isinstance(name, int):
            return Theme.objects.get(pk=name) if name else None
        kind, key = name
        return (
            Theme.objects.get(pk=self.split_out[key])
            if kind == "split"
            else EntryTheme.objects.get(key=key).theme
        )

    def think_of(self, dice: random.Random) -> tuple[Any, ...]:
        """A decision about the book as it is now, in words that hold in another book too."""
        verb = dice.choice(self.VERBS)
        live = list(Theme.objects.filter(state__in=LIVE).order_by("pk"))
        own, other = (self.name_of(dice.choice(live).pk) for _one in range(2))
        places = list(Placement.objects.order_by("pk"))
        inside = [place for place in places if place.theme_id and self.name_of(place.theme_id) == own]
        some = [place.pk for place in dice.sample(places, dice.choice([1, 1, 2, 4]))]
        words = f"Namn {dice.randrange(4)}"
        by = dice.choice([LENA, OLLE])
        return {
            "rename": lambda: ("rename", own, words, by),
            "summarise": lambda: ("summarise", own, f"Text {dice.randrange(3)}", by),
            "outside": lambda: ("outside", own, dice.choice(["local_only", "short_term"]), by),
            "inside": lambda: ("inside", own, f"Skäl {dice.randrange(3)}", by),
            "weigh": lambda: ("weigh", own, dice.choice(["cooperation", "long_term"]), dice.choice(["yes", "no"]), by),
            "merge": lambda: ("merge", own, other, by),
            "split": lambda: ("split", own, [place.pk for place in inside[: dice.choice([1, 2])]], words, by),
            "move": lambda: ("move", some, dice.choice([own, own, None]), by),
            "mark": lambda: ("mark", some, dice.choice(["local_only", "", "short_term"]), by),
            "approve": lambda: ("approve", own, by),
            "quote": lambda: (
                "quote", dice.choice(["choose", "refuse", "forget"]), own, (inside or places)[0].pk, by
            ),
            "code": lambda: ("code", dice.randrange(len(TEXTS)), dice.choice(CHOICES), by),
        }[verb]()  # fmt: skip

    def do(self, number: int, deed: tuple[Any, ...]) -> BookChange | None:
        """Do it; answers the line it left, None where it changed nothing or was refused."""
        newest = BookChange.objects.first()
        verb, *told, by = deed
        try:
            with transaction.atomic():
                getattr(self, verb)(number, by, *told)
        except ValidationError:
            return None
        found = BookChange.objects.first()
        return found if found != newest else None

    def rename(self, _number: int, by: Any, own: Any, words: str) -> None:
        actions.rename(self.theme(own), words, by=by)

    def summarise(self, _number: int, by: Any, own: Any, words: str) -> None:
        actions.write_summary(self.theme(own), words, by=by)

    def outside(self, _number: int, by: Any, own: Any, reason: str) -> None:
        actions.mark_outside(self.theme(own), reason, by=by)

    def inside(self, _number: int, by: Any, own: Any, why: str) -> None:
        actions.mark_inside(self.theme(own), by=by, note=why)

    def weigh(self, _number: int, by: Any, own: Any, criterion: str, value: str) -> None:
        actions.decide(self.theme(own), criterion, value, by=by, reason="Så är det.")

    def merge(self, _number: int, by: Any, own: Any, into: Any) -> None:
        actions.merge(self.theme(own), self.theme(into), by=by)

    def split(self, number: int, by: Any, own: Any, places: list[int], words: str) -> None:
        self.split_out[number] = actions.split(self.theme(own), places, words, by=by).pk

    def move(self, _number: int, by: Any, places: list[int], to: Any) -> None:
        actions.move(self.cycle, places, self.theme(to), by=by)

    def mark(self, _number: int, by: Any, places: list[int], reason: str) -> None:
        actions.mark_statements(self.cycle, places, reason, by=by)

    def approve(self, _number: int, by: Any, own: Any) -> None:
        actions.approve(self.theme(own), by=by)

    def quote(self, _number: int, by: Any, verb: str, own: Any, place: int) -> None:
        getattr(actions, f"{verb}_quote")(self.theme(own), Placement.objects.get(pk=place), by=by)

    def code(self, _number: int, by: Any, text: int, keys: list[str]) -> None:
        coded = CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement")
        one = coded.get(run=self.run, statement__contribution__text=TEXTS[text])
        row = one.statement
        there = CodeDecision.objects.filter(contribution=row.contribution_id, start=row.start).first()
        actions.decide_code(one, keys, shown=there.version if there else 0, by=by)

    def state(self) -> dict[str, Any]:
        """Everything that people can decide about, but for approvals."""
        name = self.name_of
        themes = Theme.objects.exclude(state="retired")
        stands = CodeDecision.objects.filter(active=True)
        return {
            "themes": {
                name(one.pk): (
                    one.name, one.named_by_person, one.summary, one.summary_by, one.outside_reason, one.belongs_to,
                    one.decided_by_person, one.is_live, name(one.parent_id), name(one.merged_into_id),
                    one.criteria.get("words"),
                )
                for one in themes
            },
            "places": {
                one.pk: (
                    name(one.theme_id), one.origin, one.strength_class, one.outside_reason, one.belongs_to,
                    one.scope_decided,
                )
                for one in Placement.objects.all()
            },
            "quotes": {
                (name(one.theme_id), one.contribution_id, one.start): (one.chosen, one.author_name)
                for one in QuoteChoice.objects.all()
            },
            "criteria": {
                (name(one.theme_id), one.criterion): (one.value, one.reason, one.author_name, one.needs_renewal)
                for one in CriterionDecision.objects.all()
            },
            "decisions": {one.contribution_id: (one.keys, one.guess, one.author_name) for one in stands},
            "coded": dict(CodedStatement.objects.values_list("statement", "entry")),
        }  # fmt: skip

    def approved(self) -> set[Any]:
        return {
            self.name_of(pk) for pk in Theme.objects.filter(state="approved").values_list("pk", flat=True)
        }


@settings(
    max_examples=examples(12),
    deadline=None,
    phases=[Phase.generate],  # a smaller seed is no simpler case
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 100_000))
def test_whatever_is_taken_back_is_as_if_it_had_never_been_decided(desk, seed):
    """Decide anything and take anything back, in any order; then do what is left of it from the published state."""
    walk(desk, random.Random(seed), 24)


def walk(desk: Any, dice: random.Random, steps: int) -> list[str]:
    told: list[str] = []
    with transaction.atomic():
        start, deeds = transaction.savepoint(), Deeds(desk)
        left: dict[int, tuple[int, tuple[Any, ...]]] = {}
        for number in range(steps):
            if left and dice.random() < 0.35:
                told.append(take_back(deeds, left, dice.choice(sorted(left)), dice.choice([LENA, OLLE])))
                continue
            deed = deeds.think_of(dice)
            line = deeds.do(number, deed)
            if line is not None:
                left[line.pk] = (number, deed)
                told.append(f"{line.pk}: {line.sentence}")
        state, approved = deeds.state(), deeds.approved()
        transaction.savepoint_rollback(start)
        again = Deeds(desk)
        for _pk, (number, deed) in sorted(left.items()):
            # An approval that fell and was given anew has not fallen here: it is there.
            assert again.do(number, deed) is not None or deed[0] == "approve", (deed, told)
        wanted = again.state()
        apart = [
            (part, key, rows.get(key), wanted[part].get(key))
            for part, rows in state.items()
            for key in rows.keys() | wanted[part].keys()
            if rows.get(key) != wanted[part].get(key)
        ]
        assert apart == [], told
        assert approved <= again.approved(), told
        transaction.set_rollback(True)
    return told


def take_back(deeds: Deeds, left: dict[int, Any], pk: int, by: Any) -> str:
    """Take it back, or see to it that what stands in the way changes nothing and is told."""
    change = BookChange.objects.get(pk=pk)
    way, before, approved = undoing.way(change), deeds.state(), deeds.approved()
    if way.free:
        actions.undo(change, by=by)
        left.pop(pk)
        assert deeds.approved() <= approved
        return f"{pk} taken back"
    assert way.first.pk in left
    assert undoing.way(way.first).free
    with pytest.raises(ValidationError) as refused:
        actions.undo(change, by=by)
    assert way.first.sentence in refused.value.messages[0]
    assert (deeds.state(), deeds.approved()) == (before, approved)
    return f"{pk} held by {way.first.pk}"


def coded(run, words):
    return CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement").get(
        run=run, statement__contribution__text=words
    )


def newest():
    return BookChange.objects.exclude(verb="undone").first()


def shape():
    return (
        sorted(Theme.objects.values_list("pk", "name", "state", "summary", "merged_into")),
        sorted(Placement.objects.values_list("pk", "theme", "origin", "outside_reason")),
    )


# --- the pages --------------------------------------------------------------------------------------------------------


def undo_lines(body: str) -> str:
    return " ".join(re.findall(r'<div class="undo-line">.*?</div>', body, re.DOTALL))


def test_every_kind_of_decision_that_leaves_a_trace_can_be_taken_back_and_told():
    assert set(_TAKE_BACK) == set(undoing.UNDOABLE)
    assert set(undoing.UNDOABLE) <= set(TELLERS)


def test_a_themes_page_takes_back_its_own_newest_decision_whoever_decided_about_others_since(
    client, cycle, two_themes, theme_named, lead
):
    signed_in(client, "analyst")
    travel, care = theme_named("Resor"), theme_named("Vård")
    actions.write_summary(travel, "Om bussar.", by=lead)
    own = newest()
    actions.rename(theme_named("Buss"), "Bussar", by=OLLE)
    of_topic = newest()
    actions.write_summary(care, "Om vården.", by=OLLE)
    page = f"/arbetsyta/analys/tema/{travel.pk}/"
    body = undo_lines(look(client, page).body)
    assert f"granska/angra/{of_topic.pk}/" in body
    assert "Senast om det här temat: ”Buss” fick namnet ”Bussar” (Olle Ledare, " in body
    assert "Om vården" not in body
    assert "vården" not in undo_lines(look(client, f"/arbetsyta/analys/granska/?tema={travel.pk}").body)
    assert "Senast av allt: Sammanfattningen av ”Vård”" in look(client, "/arbetsyta/analys/granska/").body
    told = client.post(f"/arbetsyta/analys/granska/angra/{of_topic.pk}/", {"next": page}, follow=True)
    assert told.redirect_chain[0][0] == page
    assert "Ångrat: ”Buss” fick namnet ”Bussar”." in told.content.decode()
    assert f"granska/angra/{own.pk}/" in undo_lines(told.content.decode())
    care.refresh_from_db()
    assert care.summary == "Om vården."


def test_an_approval_that_has_fallen_is_not_offered_and_is_told_so(
    client, cycle, two_themes, theme_named, run_of, lead
):
    signed_in(client, "analyst")
    travel = theme_named("Resor")
    actions.write_summary(travel, "Om bussar.", by=lead)
    summary = newest()
    actions.approve(travel, by=lead)
    approval = newest()
    page, board = f"/arbetsyta/analys/tema/{travel.pk}/", "/arbetsyta/analys/granska/"
    for address in (page, board, f"{board}?tema={travel.pk}"):
        assert f"granska/angra/{approval.pk}/" in undo_lines(look(client, address).body), address
    assert "Temats godkännande gäller inte längre." not in look(client, f"{board}historik/").body
    book = actions.create_codebook("Egen lista", by=lead, entries=[{"key": "r", "label": "Resande i länet"}])
    run_of(two_themes, {"Resande i länet": {"buss": range(6)}, "Vård": {"v": range(6, 12)}}, codebook=book)
    travel.refresh_from_db()
    assert (travel.name, travel.state) == ("Resande i länet", "proposed")
    for address in (page, board, f"{board}?tema={travel.pk}"):
        body = undo_lines(look(client, address).body)
        assert f"granska/angra/{summary.pk}/" in body, address
        assert "godkändes" not in body, address
    body = look(client, f"{board}historik/").body
    row = next(row for row in body.split("<tr") if f'id="beslut-{approval.pk}"' in row)
    assert "Temats godkännande gäller inte längre." in row
    assert body.count("Temats godkännande gäller inte längre.") == 1
    assert "godkännanden som har fallit kommer inte tillbaka" in body


def test_what_cannot_be_taken_back_yet_names_what_comes_first_and_leads_there(
    client, cycle, two_themes, theme_named, lead, monkeypatch
):
    signed_in(client, "analyst")
    travel, care = theme_named("Resor"), theme_named("Vård")
    places = list(Placement.objects.filter(theme__parent=travel).order_by("pk").values_list("pk", flat=True))
    actions.write_summary(travel, "Om bussar.", by=lead)
    older = newest()
    actions.move(cycle, places[:2], care, by=OLLE)
    moved = newest()
    actions.split(care, places[:1], "Eget", by=lead)
    first = newest()
    monkeypatch.setattr("medskick.process.insights.views.review.HISTORY_PER_PAGE", 2)
    body = undo_lines(look(client, f"/arbetsyta/analys/tema/{travel.pk}/").body)
    link = f"/arbetsyta/analys/granska/historik/?beslut={first.pk}#beslut-{first.pk}"
    assert f"Ångra först det här: {first.sentence} (Lena Ledare, " in body
    assert link in body
    assert f"angra/{moved.pk}/" not in body
    assert f"angra/{older.pk}/" in body  # the newest that can be taken back stands there too
    assert f'id="beslut-{first.pk}"' in look(client, link.partition("#")[0]).body
    before = shape()
    refused = client.post(f"/arbetsyta/analys/granska/angra/{moved.pk}/", follow=True).content.decode()
    assert f"Ångra först det här: {first.sentence}" in refused
    assert shape() == before
    page = look(client, f"/arbetsyta/analys/granska/historik/?beslut={moved.pk}").body
    assert f"angra/{moved.pk}/" not in page


def test_each_line_that_can_be_taken_back_alone_can_be_so_in_the_list_of_all(
    client, cycle, two_themes, theme_named, lead
):
    signed_in(client, "analyst")
    here = "/arbetsyta/analys/granska/historik/"
    actions.write_summary(theme_named("Resor"), "Om bussar.", by=lead)
    one = newest()
    actions.write_summary(theme_named("Vård"), "Om vården.", by=OLLE)
    other = newest()
    body = look(client, here).body
    assert [f"angra/{line.pk}/" in body for line in (one, other)] == [True, True]
    client.post(f"/arbetsyta/analys/granska/angra/{one.pk}/", {"next": here})
    assert [theme_named(name).summary for name in ("Resor", "Vård")] == ["", "Om vården."]
    body = look(client, here).body
    assert [f"angra/{line.pk}/" in body for line in (one, other)] == [False, True]
    assert "Ångrat av " in body
    line = AuditEntry.objects.get(action="insights.undone")
    assert line.details["what"] == one.what


def test_pressed_twice_or_in_a_stale_window_nothing_more_is_taken_back(
    client, cycle, two_themes, theme_named, lead
):
    signed_in(client, "analyst")
    theme = theme_named("Resor")
    actions.write_summary(theme, "Ett.", by=lead)
    actions.write_summary(theme, "Två.", by=lead)
    change = newest()
    for _press in range(2):
        told = client.post(f"/arbetsyta/analys/granska/angra/{change.pk}/", follow=True).content.decode()
    assert "Redan ångrat: Sammanfattningen av ”Resor” ändrades." in told
    assert "Inget mer ändrades." in told
    assert theme_named("Resor").summary == "Ett."
    assert AuditEntry.objects.filter(action="insights.undone").count() == 1
    undone = BookChange.objects.filter(verb="undone").first()
    assert (
        "Går inte att ångra"
        in client.post(f"/arbetsyta/analys/granska/angra/{undone.pk}/", follow=True).content.decode()
    )


def test_only_who_may_decide_takes_back(client, cycle, two_themes, theme_named, lead):
    actions.write_summary(theme_named("Resor"), "Ett.", by=lead)
    change = newest()
    for role in ("editor", "moderator", "administrator"):
        with pytest.raises(PermissionDenied):
            actions.undo(change, by=viewer_for(role))
    signed_in(client, "editor")
    assert client.post(f"/arbetsyta/analys/granska/angra/{change.pk}/").status_code == 403
    assert "angra/" not in look(client, "/arbetsyta/analys/granska/historik/").body
    assert theme_named("Resor").summary == "Ett."


def test_pages_ask_as_much_however_many_decisions_there_are(client, cycle, two_themes, theme_named, lead):
    signed_in(client, "analyst")
    theme = theme_named("Resor")

    def asked():
        found = []
        for page in (f"tema/{theme.pk}/", "granska/historik/", f"granska/?tema={theme.pk}"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/arbetsyta/analys/{page}").status_code == 200
            found.append(len(queries))
        return found

    actions.write_summary(theme, "0", by=lead)
    asked()
    few = asked()
    for number in range(1, 40):
        actions.write_summary(theme_named("Vård"), str(number), by=lead)
        there = theme_named(("Vård", "Vårdcentral")[number % 2])
        actions.move(cycle, [Placement.objects.order_by("-pk")[0].pk], there, by=lead)
    assert asked() == few


# --- what stands around ---------------------------------------------------------------------------------------------


def test_undoing_the_desk_gives_the_earlier_decision_of_somebody_else_back(desk):
    one = coded(desk, TEXTS[0])
    actions.decide_code(one, ["fritid"], shown=0, by=OLLE)
    actions.decide_code(one, ["vard"], shown=1, by=LENA)
    actions.take_back_decision(desk, by=LENA)
    decision = CodeDecision.objects.get()
    assert (decision.active, decision.keys, decision.author_name) == (True, ["fritid"], OLLE.name)
    place = Placement.objects.get(contribution=one.statement.contribution_id)
    assert (place.theme.name, place.origin) == ("Fritid", "person")
    with pytest.raises(ValidationError, match="Du har inget beslut"):
        actions.take_back_decision(desk, by=LENA)


def test_desk_takes_nothing_back_that_somebody_has_moved_since(desk, cycle):
    one = coded(desk, TEXTS[0])
    actions.decide_code(one, ["fritid"], shown=0, by=LENA)
    place = Placement.objects.get(contribution=one.statement.contribution_id)
    actions.move(cycle, [place.pk], Theme.objects.get(name="Vård nära", parent=None), by=OLLE)
    before = shape()
    with pytest.raises(ValidationError, match="Ångra först det här: 1 tanke flyttades"):
        actions.take_back_decision(desk, by=LENA)
    assert shape() == before


def test_a_theme_that_a_decision_at_the_desk_brought_leaves_the_book_with_it(desk):
    for text in TEXTS[:2]:
        actions.decide_code(coded(desk, text), ["rymden"], shown=0, by=LENA)
    first, second = BookChange.objects.filter(verb="statement_coded").order_by("pk")
    actions.undo(first, by=LENA)
    assert Theme.objects.get(name="Rymden").is_live
    actions.undo(second, by=LENA)
    assert not Theme.objects.get(name="Rymden").is_live


def test_a_decision_taken_back_at_the_desk_before_stands_again_and_is_told_so(client, desk, cycle):
    """Installations have lines of a verb that is written no more: the decision was taken back by another decision."""
    one = coded(desk, TEXTS[0])
    place = Placement.objects.get(contribution=one.statement.contribution_id)
    home = [place.pk, place.theme_id, place.origin, place.strength_class]
    actions.decide_code(one, ["fritid"], shown=0, by=LENA)
    decided = shape()
    decision = CodeDecision.objects.get()
    lies = Placement.objects.get(pk=place.pk)
    kept = {name: getattr(decision, name) for name in ("keys", "guess", "home", "author_id", "author_name")}
    CodeDecision.objects.update(active=False, version=2)
    Placement.objects.filter(pk=place.pk).update(theme=home[1], origin=home[2], strength_class=home[3])
    old = BookChange.objects.create(
        cycle=cycle,
        verb="statement_uncoded",
        sentence="Beslutet att en tanke i medskick 1 hör till Fritid togs tillbaka",
        author_id=LENA.user_id,
        author_name=LENA.name,
        undo={
            "places": [[lies.pk, lies.theme_id, lies.origin, lies.strength_class]],
            "decision": {"pk": decision.pk, "run": desk.pk, "before": {**kept, "active": True}},
        },
    )
    signed_in(client, "analyst")
    assert "Låt beslutet gälla igen" in look(client, "/arbetsyta/analys/granska/").body
    told = client.post(f"/arbetsyta/analys/granska/angra/{old.pk}/", follow=True).content.decode()
    assert "Beslutet gäller igen." in told
    assert BookChange.objects.first().sentence.startswith("Gäller igen: beslutet om en tanke i medskick")
    decision.refresh_from_db()
    assert (decision.active, decision.keys, decision.version) == (True, ["fritid"], 3)
    assert shape() == decided
    assert coded(desk, TEXTS[0]).entry == "fritid"


# --- what the line at the desk tells -------------------------------------------------------------------------------


def line(client, run):
    body = client.get(f"/arbetsyta/analys/korningar/{run.number}/lar/lage/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_line_at_the_desk_tells_that_a_decision_is_taken_back_and_what_that_moved(client, desk):
    signed_in(client, "analyst")
    tracks = [text for text in TEXTS if text.startswith("Skoterleden")]
    for text in tracks[:3]:
        actions.decide_code(coded(desk, text), ["vard"], shown=0, by=LENA)
    run_waiting()
    assert line(client, desk).startswith("Lärt.")
    entries = dict(CodedStatement.objects.values_list("pk", "entry"))
    actions.take_back_decision(desk, by=LENA)
    after = dict(CodedStatement.objects.values_list("pk", "entry"))
    assert line(client, desk).startswith("Ett beslut är taget tillbaka. Datorn lär om utan det")
    run_waiting()
    moved = sum(entry != after[pk] for pk, entry in CodedStatement.objects.values_list("pk", "entry"))
    told = line(client, desk)
    assert "Det senaste ni gjorde var att ta tillbaka ett beslut." in told
    assert "Lärt." not in told
    assert ("Ingen annan tanke bytte tema." in told) == (moved == 0)
    assert (f"och {moved} " in told) == (moved > 0)
    for _one in range(2):
        actions.undo(newest_standing(), by=OLLE)
    run_waiting()
    assert "ta tillbaka ett beslut" in line(client, desk)  # also where no decision is left
    actions.decide_code(coded(desk, tracks[0]), ["vard"], shown=2, by=LENA)
    run_waiting()
    assert line(client, desk).startswith("Lärt.")
    assert entries


def newest_standing():
    return BookChange.objects.filter(verb="statement_coded", undone_at=None).first()


def test_desk_says_where_the_thought_lies_when_its_decision_is_taken_back(client, desk):
    account = signed_in(client, "analyst")
    here = f"/arbetsyta/analys/korningar/{desk.number}/lar/"
    one = coded(desk, TEXTS[0])
    client.post(f"{here}bestam/", {"tanke": one.pk, "version": 0, "valt": "fritid"})
    offered = re.search(r'name="beslut" value="(\d+)"', client.get(here).content.decode())[1]
    told = client.post(f"{here}angra/", {"beslut": offered}, follow=True).content.decode()
    theme = Placement.objects.get(contribution=one.statement.contribution_id).theme
    assert f"Beslutet är taget tillbaka. Tanken ligger nu i ”{(theme.parent or theme).name}”." in told
    assert account
