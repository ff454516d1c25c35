"""Both sums hold whatever happens, in any order, before and after publishing (design, truth 3)."""

import contextlib
from collections import defaultdict

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from helpers_core import examples
from helpers_people import viewer_for
from medskick.engine.analysis.edition.live import Placed
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions.actions import Answer, prepare, store, tell_persons
from medskick.process.contributions.actions import receive as send
from medskick.process.contributions.models import Contribution, Decision, State, Submission
from medskick.process.contributions.queries import ledger as contributions_ledger
from medskick.process.cycle import actions as cycles
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.actions import placing
from medskick.process.insights.actions.relearn import Place, write_learned
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import (
    Codebook,
    CodedStatement,
    Edition,
    LivePlacement,
    Outcome,
    Part,
    Placement,
    Run,
    RunStatement,
    RunTheme,
    Theme,
)
from medskick.process.insights.queries import amounts, editions, live

LEAD = viewer_for("process_lead", user_id=7)
some = st.integers(0, 10_000)


def behind(contributions):
    """Persons behind contributions, each sending once, counted by hand."""
    largest = defaultdict(int)
    for one in contributions:
        key = one.submission_id or -one.pk
        largest[key] = max(one.persons, largest[key])
    return sum(largest.values())


def there(contributions):
    """Persons of their sendings: those who are said to have been there, where they are more."""
    largest = defaultdict(int)
    for one in contributions:
        key = one.submission_id or -one.pk
        largest[key] = max(one.persons, one.sending_persons or 0, largest[key])
    return sum(largest.values())


class Office(RuleBasedStateMachine):
    """People import, hide, withdraw, restore, analyse, merge, move, mark and publish."""

    @initialize()
    def open(self):
        self.read = set()
        self.cycle = cycles.start_cycle("2040", "Norrbotten 2040", {}, by=SYSTEM)
        for persons in (1, 7):
            self.receive(["Nattbuss till byn. Fler turer.", "vet ej", "Vård i inlandet"], persons, "visible")
        self.run(0, 3)
        for theme in Theme.objects.filter(parent=None):
            actions.approve(theme, by=LEAD)

    # -- what comes in and goes out

    @rule(
        texts=st.lists(
            st.sampled_from(["Nattbuss till byn. Fler turer.", "vet ej", "Vård i inlandet", "Oh hello"]),
            min_size=1,
            max_size=4,
        ),
        persons=st.integers(1, 30),
        state=st.sampled_from(["waiting", "visible", "visible"]),
    )
    def receive(self, texts, persons, state):
        answers = [Answer(text=text, persons=persons, channel="web") for text in texts]
        made = store(self.cycle, prepare(self.cycle, answers))
        self.decided(Contribution.objects.filter(pk__in=[one.pk for one in made]), state)

    @rule(pick=some, state=st.sampled_from(State.values))
    def turn(self, pick, state):
        everyone = list(Contribution.objects.order_by("pk"))
        if everyone:
            reason = "spam" if state == State.HIDDEN else ""
            chosen = Contribution.objects.filter(pk=everyone[pick % len(everyone)].pk)
            self.decided(chosen, state, hidden_reason=reason)

    def decided(self, contributions, state, **fields):
        """They are so now, and who has decided is in the book; what shows or is hidden has been read."""
        verbs = {State.VISIBLE: "pass", State.HIDDEN: "hide", State.WITHDRAWN: "withdraw"}
        for one in contributions:
            if state != State.WAITING:
                Decision.objects.create(
                    contribution=one, verb=verbs[state], before=one.state, author_name="Prov"
                )
            if state in (State.VISIBLE, State.HIDDEN):
                self.read.add(one.pk)
        contributions.update(state=state, **fields)

    @rule(
        texts=st.lists(st.sampled_from(["Nattbuss till byn. Fler turer.", "vet ej"]), min_size=2, max_size=3),
        persons=st.lists(st.integers(1, 30), min_size=3, max_size=3),
        alike=st.booleans(),
        state=st.sampled_from(["waiting", "visible", "visible"]),
    )
    def receive_together(self, texts, persons, alike, state):
        """One sending with several answers, as a rule by the same number of persons."""
        answers = [
            Answer(text=text, persons=persons[0] if alike else own)
            for text, own in zip(texts, persons, strict=False)
        ]
        made = send(self.cycle, answers, client_key=f"key-{Submission.objects.count():030}", by=SYSTEM)
        self.decided(made.contributions.all(), state)

    @rule(pick=some, persons=st.sampled_from([None, 2, 8, 30]))
    def tell_persons(self, pick, persons):
        """Somebody tells how many sent something together, or corrects it."""
        everyone = list(Contribution.objects.exclude(submission=None).order_by("pk"))
        if everyone:
            tell_persons(everyone[pick % len(everyone)].sending, persons)

    # -- what the computer does

    @rule(seed=some, themes=st.integers(1, 3), coded=st.booleans(), meanwhile=st.booleans())
    def run(self, seed, themes, coded=False, meanwhile=False):
        """A whole run; ``meanwhile``: somebody writes and somebody takes back after it has read what there is."""
        run = Run.objects.create(
            number=Run.objects.count() + 1,
            cycle=self.cycle,
            started_by="Prov",
            state="done",
            codebook=self.codebook().current if coded else None,
        )
        kinds = [("theme", f"T{n}") for n in range(themes)] + [("no_content", "E"), ("language", "L")]
        for kind, key in kinds:
            entry = f"e{key}" if coded and kind == "theme" else ""
            RunTheme.objects.create(run=run, key=key, kind=kind, label=f"tema {key}", entry=entry)
            RunTheme.objects.create(run=run, key=f"{key}.1", parent_key=key, kind=kind, label=f"del {key}")
        for one in Contribution.objects.filter(state=State.VISIBLE):
            half = one.text.find(".") + 1 or len(one.text)
            for start, end in {(0, half), (half, len(one.text))}:
                if start < end:
                    kind, key = kinds[(one.pk * 7 + start + seed) % len(kinds)]
                    RunStatement.objects.create(
                        run=run,
                        contribution=one,
                        start=start,
                        end=end,
                        theme_key=key,
                        topic_key=f"{key}.1",
                        strength=0.5,
                        strength_class="no_content" if kind == "no_content" else "near",
                        family="F1",
                    )
        if meanwhile:
            self.receive(["Nattbuss till byn. Fler turer.", "vet ej"], 1 + seed % 5, "visible")
            self.turn(seed, State.values[seed % len(State.values)])
        if coded:
            self.learn(run, seed)
        with transaction.atomic():
            actions.adopt(run)

    def codebook(self):
        found = Codebook.objects.first()
        entries = [{"key": f"eT{n}", "label": f"Kod {n}"} for n in range(3)]
        return found or actions.create_codebook("Prov", by=LEAD, entries=entries)

    def learn(self, run, seed):
        """What a run with a codebook says of every statement, as its job writes it."""
        entries = ["", *(key for key in run.themes.values_list("entry", flat=True) if key)]
        places = {
            (str(row.contribution.number), row.field, row.start, row.end): Place(
                entries[(row.pk + seed) % len(entries)], 0.5, [], []
            )
            for row in run.statements.select_related("contribution")
        }
        write_learned(run, places, run.codebook.codebook.decided)

    @rule(pick=some, seed=some)
    def decide_by_codebook(self, pick, seed):
        """Somebody decides about one statement, and the newest run with the codebook learns from it."""
        run = Run.objects.exclude(codebook=None).order_by("number").last()
        coded = list(CodedStatement.objects.filter(run=run).order_by("pk")) if run else []
        if not coded:
            return
        own = coded[pick % len(coded)]
        key = [[], ["eT0"], ["eT1"]][seed % 3]
        self.attempt(lambda: actions.decide_code(own, key, shown=0, by=LEAD))
        run.codebook.codebook.refresh_from_db()
        self.learn(run, seed)

    @rule(seed=some)
    def place_live(self, seed):
        """The computer places some of what the newest edition knows nothing of, as the job stores it."""
        edition = editions.newest(self.cycle, PUBLIC)
        if edition is None:
            return
        homes = [None, placing.NOWHERE, *sorted(set(placing.homes(edition).values()))]
        rows, pk_of = [], {}
        for one in live.unplaced(edition).order_by("pk")[: 1 + seed % 5]:
            pk_of[str(one.number)] = one.pk
            half = one.text.find(".") + 1 or len(one.text)
            for start, end in sorted({(0, half), (half, len(one.text))}):
                dice = one.pk * 5 + start + seed
                home = homes[dice % len(homes)]
                kind = "no_content" if home is None and dice % 2 else "theme" if home else "language"
                spot = (0.4, "near", 0.0, 0.0, False, 0.5, False)
                rows.append(Placed(f"s{start}", str(one.number), "text", start, end, kind, home, *spot))
        placing.store(edition, rows, pk_of, placing.marks(edition))

    # -- what people decide

    def themes(self):
        return list(Theme.objects.filter(state__in=["proposed", "approved"]).order_by("pk"))

    def attempt(self, deed):
        with contextlib.suppress(ValidationError):
            deed()

    @precondition(lambda self: len(self.themes()) > 1)
    @rule(one=some, other=some)
    def merge(self, one, other):
        themes = self.themes()
        self.attempt(lambda: actions.merge(themes[one % len(themes)], themes[other % len(themes)], by=LEAD))

    @precondition(lambda self: self.themes())
    @rule(pick=some, to=some, verb=st.sampled_from(["move", "lift", "split", "outside", "inside"]))
    def move(self, pick, to, verb):
        rows = list(Placement.objects.order_by("pk").values_list("pk", flat=True))
        themes = self.themes()
        theme = themes[to % len(themes)]
        if not rows:
            return
        chosen = rows[pick % len(rows) :][:3]
        deeds = {
            "move": lambda: actions.move(self.cycle, chosen, theme, by=LEAD),
            "lift": lambda: actions.move(self.cycle, chosen, None, by=LEAD),
            "split": lambda: actions.split(theme, chosen, f"Nytt {pick}", by=LEAD),
            "outside": lambda: actions.mark_statements(self.cycle, chosen, "local_only", by=LEAD),
            "inside": lambda: actions.mark_statements(self.cycle, chosen, "", by=LEAD),
        }
        self.attempt(deeds[verb])

    @precondition(lambda self: self.themes())
    @rule(pick=some, reason=st.sampled_from(["", "beyond_influence"]))
    def scope(self, pick, reason):
        theme = self.themes()[pick % len(self.themes())]
        if reason:
            actions.mark_outside(theme, reason, by=LEAD)
        else:
            actions.mark_inside(theme, by=LEAD)

    @precondition(lambda self: self.themes())
    @rule(pick=some, yes=st.booleans())
    def approve(self, pick, yes):
        theme = self.themes()[pick % len(self.themes())]
        (actions.approve if yes else actions.unapprove)(theme, by=LEAD)

    @rule()
    def take_back(self):
        change = latest(self.cycle)
        if change:
            actions.undo(change, by=LEAD)

    @rule(title=st.sampled_from(["", "Efter turnén"]))
    def publish(self, title):
        self.attempt(lambda: actions.publish(self.cycle, by=LEAD, title=title))

    @rule(pick=some, back=st.booleans())
    def take_away_edition(self, pick, back):
        everyone = list(Edition.objects.order_by("pk"))
        if everyone:
            edition = everyone[pick % len(everyone)]
            if back:
                self.attempt(lambda: actions.put_back(edition, Part.WHOLE, by=LEAD))
            else:
                self.attempt(lambda: actions.take_away(edition, Part.WHOLE, "Fel underlag", by=LEAD))

    # -- what always holds

    @invariant()
    def sums_hold(self):
        if not hasattr(self, "cycle"):
            return
        assert contributions_ledger(self.cycle).stands
        for edition in Edition.objects.all():
            ledger = amounts.ledger(edition, PUBLIC)
            assert ledger.stands, (edition, ledger)
            unread = Contribution.objects.filter(state=State.WAITING, pk__lte=edition.last_contribution)
            assert ledger.waiting.texts == unread.count()
            then = Contribution.objects.filter(pk__lte=edition.last_contribution)
            self.persons_stand_once(ledger, list(then))
            self.every_text_is_told_once(edition, ledger)
            shown = Contribution.objects.filter(state=State.VISIBLE)
            statements = edition.statements.filter(contribution__in=shown)
            assert ledger.thoughts.stands
            assert ledger.thoughts.all == statements.count()
            by_theme = amounts.by_theme(edition, PUBLIC)
            outside = {theme.pk for theme in edition.themes.all() if theme.outside_reason}
            spoken = defaultdict(set)
            for row in statements.select_related("contribution"):
                for pk in {row.theme_id, row.topic_id} - {None}:
                    if row.outcome == Outcome.ASSIGNED or pk in outside:
                        spoken[pk].add(row.contribution)
            assert {pk: (counted.persons, counted.contributions) for pk, counted in by_theme.items()} == {
                pk: (behind(own), len(own)) for pk, own in spoken.items()
            }
            inside = [theme.pk for theme in edition.themes.filter(parent=None, outside_reason="")]
            told = sum(by_theme[pk].statements for pk in inside if pk in by_theme)
            assert told == ledger.thoughts.in_theme

    def every_text_is_told_once(self, edition, ledger):
        """Every text the cycle has received is in one part and one only, worked out text by text."""
        parts = defaultdict(set)
        outcomes = dict(
            edition.statements.exclude(contribution_outcome="").values_list(
                "contribution", "contribution_outcome"
            )
        )
        for one in Contribution.objects.all():
            where = one.state
            if one.pk > edition.last_contribution:
                where = f"since_{one.state}"
            elif one.state == State.VISIBLE:
                where = outcomes.get(one.pk, "late")
            parts[where].add(one.pk)
        names = ("assigned", "outside", "no_content", "unassigned", "late", "waiting", "hidden", "withdrawn")
        told = {name: getattr(ledger, name).texts for name in names}
        names = {"shown": "visible"}
        for name in ("shown", "waiting", "hidden", "withdrawn"):
            told[f"since_{names.get(name, name)}"] = getattr(ledger.since, name).texts
        assert told == {name: len(parts[name]) for name in told}
        assert sum(told.values()) == Contribution.objects.count()
        assert sum(told.values()) == ledger.received.texts + ledger.since.received.texts
        shown = there(Contribution.objects.filter(state=State.VISIBLE))
        assert ledger.counted.persons + ledger.since.shown.persons == shown
        arrived = live.arrived(edition, PUBLIC)
        assert arrived.stands
        newest = editions.newest(self.cycle, PUBLIC)
        if newest is None or newest.number <= edition.number:
            assert arrived.texts == len(parts["late"]) + len(parts["since_visible"])
        else:
            assert arrived.texts == 0
        placed = LivePlacement.objects.filter(edition=edition, contribution__state=State.VISIBLE)
        where = dict(
            placed.exclude(contribution_outcome="").values_list("contribution", "contribution_outcome")
        )
        assert where.keys() <= parts["late"] | parts["since_visible"]
        if arrived.texts:
            assert arrived.not_placed == arrived.texts - len(where)
            assert arrived.statements == placed.filter(outcome=Outcome.ASSIGNED).count()
            outside = {theme.pk for theme in edition.themes.all() if theme.outside_reason}
            by_theme = defaultdict(int)
            for row in placed:
                for pk in {row.theme_id, row.topic_id} - {None}:
                    by_theme[pk] += row.outcome == Outcome.ASSIGNED or (
                        row.outcome == Outcome.OUTSIDE and pk in outside
                    )
            assert arrived.by_theme == {pk: n for pk, n in by_theme.items() if n}

    def persons_stand_once(self, ledger, then):
        """Every sending's persons stand in one place, counted if any of its texts shows; nothing unread brings any."""
        shown = [one for one in then if one.state == State.VISIBLE]
        sendings = defaultdict(list)
        for one in then:
            if one.state != State.WAITING and one.pk in self.read:
                sendings[one.submission_id or -one.pk].append(one)
        by_best = defaultdict(int)
        for own in sendings.values():
            states = {one.state for one in own}
            best = next(s for s in ("visible", "hidden", "withdrawn") if s in states)
            by_best[best] += there([one for one in own if one.state == best] if best == "visible" else own)
        assert ledger.counted.persons == by_best["visible"] == there(shown)
        assert ledger.waiting.persons == 0
        assert ledger.hidden.persons == by_best["hidden"]
        assert ledger.withdrawn.persons == by_best["withdrawn"]
        assert ledger.received.persons == sum(by_best.values())

    @invariant()
    def every_statement_is_in_the_book_once_and_in_a_live_theme(self):
        assert not Placement.objects.filter(theme__state__in=["merged", "retired"]).exists()
        spots = list(Placement.objects.values_list("contribution", "field", "start", "end"))
        assert len(spots) == len(set(spots))


@pytest.mark.first
@pytest.mark.django_db
def test_both_sums_hold_in_any_order(db):
    """Every example goes on from the same opened office, and leaves it as it was."""
    begun = Office()
    begun.open()

    class Isolated(Office):
        @initialize()
        def open(self):
            self.cycle, self.read = StrategyCycle.objects.get(pk=begun.cycle.pk), set(begun.read)

        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Isolated,
        settings=settings(
            max_examples=examples(25),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
