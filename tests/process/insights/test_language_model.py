"""The language model's switch, what it writes, and that nothing it wrote goes out without saying so."""

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from helpers_language_model import endpoint, honest, speaking, voices
from helpers_people import account_of, signed_in, viewer_for
from helpers_site import BUT_SWEDISH_AND_ENGLISH, look
from medskick.engine.text import model_prompt
from medskick.ground.core.access import Role
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions import actions as contributions
from medskick.process.insights import actions
from medskick.process.insights.actions.language_model import Wish
from medskick.process.insights.models import (
    Edition,
    EditionTheme,
    EntryTheme,
    ModelDecision,
    ModelText,
    Run,
    Theme,
)
from medskick.process.insights.queries import language_model

pytestmark = pytest.mark.django_db
ADMIN = viewer_for("administrator", user_id=900_011, name="Ada Administratör")
MODERATOR = viewer_for("moderator", user_id=None, name="Mo")
SWITCH = "/arbetsyta/analys/sprakmodell/"
MADE_BY_MODEL = "skriver om fler bussar på kvällen"
KEY = "hemlig-4711"


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.JOBS_RETRY_AFTER = 0


@pytest.fixture
def cycle(cycle):
    """A current cycle, and the administrator's account."""
    account_of(ADMIN)
    return cycle


@pytest.fixture
def server():
    """An honest endpoint on this machine."""
    with endpoint(speaking(honest)) as running:
        yield running


def wish(url, **other):
    given = {
        "endpoint": url,
        "model": "liten-modell 1.0",
        "purpose": "Föreslå meningar",
        "reference": "RN 2026/117",
        "reason": "Så att fler orkar läsa.",
        "data_sent": "Tankar utan namn",
        "processed_where": "På regionens dator",
    }
    return {**given, **other}


@pytest.fixture
def decision(cycle, server):
    """A decision in force about that endpoint."""
    return actions.switch_on(Wish(**wish(server.url)), by=ADMIN)


@pytest.fixture
def told(cycle, say, lead, decision):
    """A finished run that was allowed to ask."""
    say(*[voice.text for voice in voices()], municipality="2580")
    actions.start_run(cycle, by=lead, themes=3)
    assert run_waiting() == 1
    run = Run.objects.get()
    assert run.state == "done", run.message
    return run


@pytest.fixture
def edition(cycle, told, lead):
    """Every theme approved and published."""
    for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead)


def sentence():
    return ModelText.objects.get(part="sentence", text__contains=MADE_BY_MODEL)


# The switch.


@pytest.mark.parametrize("role", Role.values)
def test_only_an_administrator_comes_to_the_switch(client, cycle, role):
    signed_in(client, role)
    assert client.get(SWITCH).status_code == (200 if role == "administrator" else 403)
    client.post(SWITCH, {**wish("https://modell.exempel.invalid/v1"), "sure": "on"})
    assert ModelDecision.objects.exists() == (role == "administrator")


def test_switching_on_is_a_recorded_decision_and_off_ends_it(client, cycle, monkeypatch):
    monkeypatch.setenv("MEDSKICK_LANGUAGE_MODEL_KEY", KEY)
    signed_in(client, "administrator")
    assert "som finns" in look(client, SWITCH).body
    client.post(SWITCH, {**wish("https://modell.exempel.invalid/v1"), "sure": "on"})
    decision = ModelDecision.objects.get()
    assert decision.is_on
    assert (decision.reference, decision.prompt_version) == ("RN 2026/117", model_prompt.VERSION)
    assert decision.prompt == model_prompt.SYSTEM
    assert decision.decided_by
    page = look(client, SWITCH).body
    assert "RN 2026/117" in page
    assert "Finns i miljövariabeln" in page
    client.post(f"{SWITCH}{decision.pk}/stang-av/")
    decision.refresh_from_db()
    assert not decision.is_on
    assert decision.ended_by
    assert "Tidigare beslut" in look(client, SWITCH).body
    lines = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert lines[-2:] == ["insights.model_on", "insights.model_off"]


def test_the_key_is_in_no_table(decision, monkeypatch, client):
    monkeypatch.setenv("MEDSKICK_LANGUAGE_MODEL_KEY", KEY)
    actions.try_out(decision, by=ADMIN)
    run_waiting()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert KEY not in repr(cursor.fetchall()), table


def test_the_page_says_when_the_key_is_missing(client, decision, monkeypatch):
    monkeypatch.delenv("MEDSKICK_LANGUAGE_MODEL_KEY", raising=False)
    signed_in(client, "administrator")
    assert "Saknas: miljövariabeln" in look(client, SWITCH).body


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://modell.exempel.invalid/v1"},
        {"endpoint": "https://a:b@modell.exempel.invalid/v1"},
        {"endpoint": "modell"},
        {"endpoint": "http://[::1"},
        {"model": "<b>m</b>"},
        {"reference": " "},
        {"reason": ""},
        {"sure": ""},
    ],
)
def test_half_a_decision_is_refused_in_words(client, cycle, wrong):
    signed_in(client, "administrator")
    data = {**wish("https://modell.exempel.invalid/v1"), "sure": "on", **wrong}
    response = client.post(SWITCH, {name: value for name, value in data.items() if value})
    assert response.status_code == 400
    assert "error-summary" in response.content.decode() or "error" in response.content.decode()
    assert not ModelDecision.objects.exists()


def test_one_model_at_a_time(decision, server):
    with pytest.raises(ValidationError, match="redan på"):
        actions.switch_on(Wish(**wish(server.url)), by=ADMIN)


def test_trying_the_connection_runs_in_the_background_and_tells_how_it_went(decision, server):
    actions.try_out(decision, by=ADMIN)
    assert server.questions == []
    run_waiting()
    decision.refresh_from_db()
    assert decision.trial_went_well
    assert "rätt form" in decision.trial
    assert len(server.questions) == 1


def test_a_dead_endpoint_is_told_of_in_words(cycle):
    with endpoint(speaking(honest)) as gone:
        url = gone.url
    dead = actions.switch_on(Wish(**wish(url)), by=ADMIN)
    actions.try_out(dead, by=ADMIN)
    run_waiting()
    dead.refresh_from_db()
    assert not dead.trial_went_well
    assert "nå" in dead.trial


# Runs.


def test_a_run_keeps_what_the_model_wrote_with_its_evidence(told, decision):
    row = sentence()
    assert row.state == "proposed"
    assert row.decision == decision
    assert row.theme is not None
    assert len(row.evidence) >= 2
    assert "liten-modell 1.0" in row.made_by


def test_without_a_decision_nobody_is_asked(cycle, say, lead, server):
    say(*[voice.text for voice in voices()])
    actions.start_run(cycle, by=lead, themes=3)
    run_waiting()
    assert server.questions == []
    assert not ModelText.objects.exists()


@pytest.mark.parametrize("how", ["off", "other instructions"])
def test_a_decision_that_no_longer_holds_when_the_run_begins_is_not_used(
    cycle, say, lead, decision, server, how
):
    say(*[voice.text for voice in voices()])
    actions.start_run(cycle, by=lead, themes=3)
    if how == "off":
        actions.switch_off(decision, by=ADMIN)
    else:
        ModelDecision.objects.update(prompt="Ljug.")
    run_waiting()
    assert Run.objects.get().state == "done"
    assert server.questions == []


def test_a_person_approves_or_rejects_on_the_page_of_the_run(client, told):
    signed_in(client, "analyst")
    row = sentence()
    page = f"/arbetsyta/analys/korningar/{told.number}/"
    assert "inte granskad" in look(client, page).body
    client.post(f"{page}text/{row.pk}/", {"gor": "godkann"})
    row.refresh_from_db()
    assert (row.state, row.decided_by_role) == ("approved", "analyst")
    assert "godkänd av analytiker" in look(client, page).body
    client.post(f"{page}text/{row.pk}/", {"gor": "avvisa"})
    row.refresh_from_db()
    assert row.state == "rejected"
    assert AuditEntry.objects.filter(action="insights.model_text_rejected").exists()


@pytest.mark.parametrize("role", ["editor", "administrator", "moderator"])
def test_others_decide_nothing_about_the_texts(client, told, role):
    signed_in(client, role)
    row = sentence()
    response = client.post(f"/arbetsyta/analys/korningar/{told.number}/text/{row.pk}/", {"gor": "godkann"})
    assert response.status_code == 403
    row.refresh_from_db()
    assert row.state == "proposed"


def test_an_approved_label_becomes_the_name_by_that_persons_hand(told, lead):
    label = ModelText.objects.filter(part="label", theme__isnull=False).first()
    actions.decide_text(label, True, by=lead)
    theme = Theme.objects.get(pk=label.theme_id)
    assert theme.name == label.text
    assert theme.named_by_person


def test_a_label_does_not_take_the_place_of_a_name_that_a_colleague_has_given_meanwhile(client, told, lead):
    signed_in(client, "analyst")
    label = ModelText.objects.filter(part="label", theme__isnull=False).first()
    page = f"/arbetsyta/analys/korningar/{told.number}/"
    form = {"gor": "godkann", "visat": label.as_shown}
    assert f'value="{label.as_shown}"' in client.get(page).content.decode()
    actions.rename(label.theme, "Ett namn av en människa", by=lead)
    answer = client.post(f"{page}text/{label.pk}/", form, follow=True)
    assert "Någon har hunnit bestämma" in answer.content.decode()
    assert Theme.objects.get(pk=label.theme_id).name == "Ett namn av en människa"
    now = {**form, "visat": ModelText.objects.get(pk=label.pk).as_shown}
    for _press in range(2):
        answer = client.post(f"{page}text/{label.pk}/", now, follow=True)
        assert "message--bad" not in answer.content.decode()
    assert Theme.objects.get(pk=label.theme_id).name == label.text


def test_the_system_approves_nothing(told):
    from medskick.ground.core.access import SYSTEM

    with pytest.raises(ValidationError):
        actions.decide_text(sentence(), True, by=SYSTEM)


# What goes out.


class Parts(HTMLParser):
    """Where the marker stands, and whether its own part of the page says who made it."""

    VOID = {
        "meta",
        "link",
        "img",
        "input",
        "br",
        "hr",
        "path",
        "use",
        "rect",
        "line",
        "circle",
        "source",
        "col",
    }

    def __init__(self, page):
        super().__init__()
        self.stack, self.text = [], {}
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.stack.append((tag, dict(attrs).get("class") or "", len(self.text)))
            self.text[len(self.text)] = ""

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            while self.stack and self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data):
        for _tag, _classes, number in self.stack:
            self.text[number] += data
        if MADE_BY_MODEL in data:
            self.found.append(
                [number for _tag, classes, number in self.stack if "model-text" in classes.split()]
            )


MOST_ALIKE = 3  # pages that differ by a number only, such as those of single contributions
MARKS = ("Formulerad av AI", "Worded by AI")


def every_door(client, *, but=()):
    """All addresses a visitor can come to by following links, the downloads too; ``but``: how others begin."""
    waiting, seen = ["/", "/en/", "/teman/", "/sa-gar-det-till/", "/sok/?fraga=bussar", "/oppna-data/"], {}
    kinds = Counter()
    while waiting:
        address = waiting.pop()
        alike = re.sub(r"\d+", "N", address)
        if address in seen or kinds[alike] == MOST_ALIKE:
            continue
        kinds[alike] += 1
        response = client.get(address, follow=True)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        seen[address] = content.decode("utf-8", "replace") if response.status_code == 200 else ""
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += [
                link.replace("&amp;", "&")
                for link in re.findall(r'href="(/[^"#]*)', seen[address])
                if not link.startswith(("/static", "/arbetsyta", "/konto", *but))
            ]
    return seen


def theme_doors(client):
    """The doors that had words of the model when the whole house was walked through."""
    addresses = [f"{prefix}/teman/{theme.slug}/" for theme in Theme.objects.all() for prefix in ("", "/en")]
    return {address: client.get(address).content.decode() for address in addresses}


def assert_marked_everywhere(client, doors_of=theme_doors):
    """Every door with the model's words has its mark in the same part; answers the doors that have them."""
    doors = []
    for address, content in doors_of(client).items():
        if MADE_BY_MODEL not in content:
            continue
        doors.append(address)
        assert "<html" in content, f"{address}: a file with words of a model and no mark"
        parts = Parts(content)
        assert len(parts.found) == content.count(MADE_BY_MODEL), address
        for around in parts.found:
            assert around, address
            assert any(mark in parts.text[around[-1]] for mark in MARKS), (address, parts.text[around[-1]])
    return doors


@pytest.mark.walk
def test_no_text_of_a_model_goes_out_of_any_door_without_its_mark(client, edition):
    doors = assert_marked_everywhere(client, every_door)
    assert any(door.startswith("/teman/") for door in doors)
    assert any(door.startswith("/en/") for door in doors)
    in_any_language = {re.sub(r"^/(en|fi|fit|se)/", "/", door.split("?")[0]) for door in doors}
    assert in_any_language == {re.sub("^/en/", "/", door) for door in assert_marked_everywhere(client)}


def test_an_approved_text_tells_the_approvers_role_at_every_door(client, edition, lead):
    actions.decide_text(sentence(), True, by=lead)
    doors = assert_marked_everywhere(client)
    assert "godkänd av processledare" in look(client, next(d for d in doors if d.startswith("/teman/"))).body


def test_a_rejected_text_is_gone_from_every_door_of_a_published_edition(client, edition, lead):
    actions.decide_text(sentence(), False, by=lead)
    assert assert_marked_everywhere(client) == []


def test_a_text_goes_when_the_voices_behind_it_are_hidden(client, edition):
    row = sentence()
    from medskick.process.contributions.models import Contribution

    for pk in {place[0] for place in row.evidence}:
        contributions.hide(Contribution.objects.get(pk=pk), "personal", by=MODERATOR)
    assert assert_marked_everywhere(client) == []


@pytest.fixture
def named_by_ai(told, lead):
    """A published theme whose name a model worded and a person approved; answers the proposal."""
    label = ModelText.objects.filter(part="label", theme__parent=None, theme__isnull=False).first()
    actions.decide_text(label, True, by=lead)
    for theme in Theme.objects.filter(parent=None, state="proposed"):
        actions.approve(theme, by=lead)
    actions.publish(told.cycle, by=lead)
    return ModelText.objects.select_related("theme", "run__cycle").get(pk=label.pk)


def name_and_marks(client, label):
    page = look(client, f"/teman/{label.theme.slug}/").body
    return label.text in page, page.count("ormulerat av AI")


class Units(HTMLParser):
    """Every place of the words in a page with all that its own part of the page says: a row, a tile, a card, a line."""

    OWN = {"li", "tr", "article", "g", "option", "p", "header", "label"}

    def __init__(self, page, words):
        super().__init__(convert_charrefs=True)
        self.words, self.stack, self.told, self.found = words, [], {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in Parts.VOID:
            self.stack.append((tag, len(self.told)))
            self.told[len(self.told)] = ""
            self.say(" ".join(value or "" for name, value in attrs if name in ("aria-label", "title")))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in Parts.VOID:
            while self.stack and self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data):
        self.say(data)

    def say(self, words):
        for _tag, number in self.stack:
            self.told[number] += words
        if self.words in words and not any(tag == "head" for tag, _number in self.stack):
            self.found.append([(tag, number) for tag, number in self.stack])

    def unmarked(self):
        """The places without a mark. A heading's mark stands in the part that it heads."""
        left = []
        for around in self.found:
            tags = [tag for tag, _number in around]
            own = [number for tag, number in around if tag in self.OWN]
            heads = [number for tag, number in around if tag not in ("h1", "h2", "h3", "html", "body")]
            number = own[-1] if own and "h1" not in tags else heads[-1]
            if not re.search("ormulerat av AI|worded by AI", self.told[number]):
                left.append((tags[-3:], self.told[number][:200]))
        return left


@pytest.mark.walk
def test_a_name_by_ai_is_marked_at_every_door_where_it_stands(client, named_by_ai):
    """Pages, lists, maps, files and open data, in both languages."""
    name, doors = named_by_ai.text, []
    for address, content in every_door(client, but=BUT_SWEDISH_AND_ENGLISH).items():
        if name.casefold() not in content.casefold():
            continue
        doors.append(address)
        if "<html" in content:
            assert Units(content, name).unmarked() == [], address
        else:
            lines = [
                line for line in re.split(r"\r?\n", content) if f"{name}," in line or f'"{name}"' in line
            ]
            assert all(re.search("ormulerat av AI|worded by AI", line) for line in lines), address
    own = f"/teman/{named_by_ai.theme.slug}/"
    for door in ("/", "/en/", "/teman/", "/en/teman/", own, f"/en{own}", "/teman/teman.csv"):
        assert door in doors


def test_a_name_by_ai_is_marked_where_a_sender_reads_of_it(client, named_by_ai):
    """The receipt's steps, the receipt as a text, the contribution's page, and the search."""
    from medskick.ground.core.access import PUBLIC
    from medskick.ground.core.chain import Ref, describe
    from medskick.process.insights import offers

    ref = Ref("theme", named_by_ai.theme.slug)
    told = describe([ref], PUBLIC)[ref]
    assert told.title == named_by_ai.text
    assert "formulerat av AI" in told.sentence
    hit = next(one for one in offers.search(named_by_ai.text, PUBLIC) if one.title == named_by_ai.text)
    assert "formulerat av AI" in hit.excerpt


def test_a_name_by_ai_keeps_its_mark_where_a_codebook_took_it_over(named_by_ai, lead):
    """In the next cycle's book, say, whose themes are others."""
    label, cycle = named_by_ai, named_by_ai.run.cycle
    book = actions.carry_on(Edition.objects.get(cycle=cycle), "Från utgåvan", by=lead)
    other = Theme.objects.create(cycle=cycle, slug="nytt", name=label.text, named_by_person=True)
    row = EditionTheme(pk=1, theme=other, name=label.text, named_by_person=True)
    assert language_model.names_by_ai([row]) == {}
    EntryTheme.objects.filter(codebook=book, theme=label.theme).update(theme=other)
    assert language_model.names_by_ai([row]) == {1: label}
    row.name = "Bussar"
    assert language_model.names_by_ai([row]) == {}


def test_other_names_bear_no_mark_of_ai(client, edition):
    assert "ormulerat av AI" not in client.get("/teman/").content.decode()


def test_a_published_name_keeps_its_mark_when_the_proposal_is_rejected_later(client, named_by_ai, lead):
    label = named_by_ai
    marks = name_and_marks(client, label)[1]
    actions.rename(label.theme, "Ett namn av en människa", by=lead)
    actions.decide_text(label, False, by=lead)
    assert name_and_marks(client, label) == (True, marks)
    assert "avvisat av processledare" in look(client, f"/teman/{label.theme.slug}/").body


def test_a_published_name_keeps_its_mark_when_the_words_are_no_longer_used(client, named_by_ai):
    from medskick.process.contributions.models import Contribution

    label = named_by_ai
    for pk in {place[0] for place in label.evidence}:
        contributions.hide(Contribution.objects.get(pk=pk), "personal", by=MODERATOR)
    there, marks = name_and_marks(client, label)
    assert there
    assert marks


def test_the_files_of_the_run_mark_every_text(told, tmp_path):
    folder = tmp_path / "insights" / f"run-{told.number}" / "result"
    document = json.loads((folder / "result.json").read_text("utf-8"))
    rows = [row for node in document["themes"] for row in node.get("in_short", [])]
    marked = [row for row in rows if MADE_BY_MODEL in row["text"] and row["made_by"] != "extractive"]
    assert marked
    assert all(row["made_by"] and "approved" in row for row in marked)
    report = (folder / "report.html").read_text("utf-8")
    for piece in report.split(MADE_BY_MODEL)[1:]:
        assert piece[:300].count("Formulerad av AI") == 1
    assert MADE_BY_MODEL not in (folder / "statements.csv").read_text("utf-8")


def test_the_page_of_a_theme_asks_a_bounded_number_of_questions(
    client, edition, django_assert_max_num_queries
):
    theme = sentence().theme
    with django_assert_max_num_queries(60):
        assert client.get(f"/teman/{theme.slug}/").status_code == 200


# The register.


def test_the_register_tells_what_ships_and_that_no_model_writes(client, cycle):
    page = look(client, "/sa-gar-det-till/register/").body
    for name in (
        "Analysmotorn",
        "Den svenska modellen",
        "Sökaren efter personuppgifter",
        "Reglerna för uppförande",
    ):
        assert name in page
    assert "Språkmodellen är avstängd" in page
    assert client.get("/sa-gar-det-till/modellkort/").status_code == 200
    assert "/sa-gar-det-till/register/" in look(client, "/sa-gar-det-till/").body


def test_the_register_shows_decision_prompt_and_dates_word_for_word(client, told, decision):
    import html

    page = html.unescape(client.get("/sa-gar-det-till/register/").content.decode())
    assert model_prompt.SYSTEM in page
    for words in ("RN 2026/117", "liten-modell 1.0", "På regionens dator", "Så att fler orkar läsa."):
        assert words in page
    actions.switch_off(decision, by=ADMIN)
    after = client.get("/sa-gar-det-till/register/").content.decode()
    assert "Används inte" in after
    assert "RN 2026/117" in after


def test_the_register_is_there_in_english_and_as_files(client, told, decision):
    english = client.get("/en/sa-gar-det-till/register/").content.decode()
    assert "AI register" in english
    assert "Register över AI" not in english
    rows = list(
        csv.DictReader(
            io.StringIO(client.get("/sa-gar-det-till/register/ai-register.csv").content.decode("utf-8-sig"))
        )
    )
    told_as_json = client.get("/sa-gar-det-till/register/ai-register.json").json()["ai_register"]
    assert [row["nyckel"] for row in rows] == [row["nyckel"] for row in told_as_json]
    assert told_as_json[-1]["prompt"] == model_prompt.SYSTEM
    assert told_as_json[-1]["beslut"].startswith("RN 2026/117")
