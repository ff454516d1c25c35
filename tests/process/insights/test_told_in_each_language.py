"""History, versions, endings and errors are told in the reader's language, and old rows as they were written."""

import html
import json
from importlib import import_module

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from helpers_people import account_of, signed_in, viewer_for
from medskick.ground.core import audit, told
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs import queries as jobs
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.registry import JobError
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import BookChange, CodebookVersion, Placement, Run
from medskick.process.insights.told import TELLERS

pytestmark = pytest.mark.django_db
ENGLISH = viewer_for("analyst", user_id=41, name="Ann English")
SLOTS = {
    "old": "A", "new": "B", "name": "C", "into": "D", "count": 3, "to": "E", "reason": "F", "what": "G",
    "book": "M", "label": "H", "criterion": "I", "value": "J", "called": "N", "number": 4, "file": "K", "folder": "L",
}  # fmt: skip


def test_everything_told_has_an_english_wording():
    for key, teller in TELLERS.items():
        swedish = teller(SLOTS)
        with translation.override("en"):
            assert teller(SLOTS) != swedish or key in {"outside_reason", "criterion", "verdict", "excerpt"}, (
                key
            )


def test_what_fills_a_sentence_is_told_in_the_same_language():
    kept = told.keep(
        "insights.theme_outside",
        name="Resor",
        reason=told.keep("insights.outside_reason", value="local_only"),
    )
    assert json.loads(json.dumps(kept)) == kept
    assert told.in_words(kept) == "”Resor” ligger utanför: gäller en enda plats"
    with translation.override("en"):
        assert "Resor" in told.in_words(kept)
        assert "gäller" not in told.in_words(kept)
        assert told.in_source_language(kept) == "”Resor” ligger utanför: gäller en enda plats"


def test_a_key_that_nobody_tells_is_refused_when_written_and_named_when_read():
    with pytest.raises(LookupError):
        told.keep("insights.never_heard_of")
    assert told.in_words({"told": "gone.verb", "name": "X"}) == "gone.verb"
    assert told.in_words("som det stod") == "som det stod"


def in_english(client, address):
    """A page of staff in English, which no address of theirs asks for: the view itself, past the middleware that
    chooses the language."""
    found = resolve(address)
    request = RequestFactory().get(address)
    request.user, request.session = client.user, client.session
    with translation.override("en"):
        return html.unescape(found.func(request, *found.args, **found.kwargs).content.decode())


def decide_everything(cycle, theme_named):
    """One decision of each kind, by somebody who reads English."""
    resor, care = theme_named("Resor"), theme_named("Vård")
    rows = list(Placement.objects.filter(theme__parent=resor))
    actions.rename(resor, "Kollektivtrafik", by=ENGLISH)
    actions.write_summary(resor, "Bussen går för sällan.", by=ENGLISH)
    actions.approve(resor, by=ENGLISH)
    actions.unapprove(resor, by=ENGLISH)
    actions.mark_outside(resor, "local_only", by=ENGLISH)
    actions.leave_open(resor, by=ENGLISH)
    actions.mark_inside(resor, by=ENGLISH)
    actions.decide(resor, "cooperation", "open", by=ENGLISH)
    actions.choose_quote(resor, rows[0], by=ENGLISH)
    actions.refuse_quote(resor, rows[0], by=ENGLISH)
    actions.forget_quote(resor, rows[0], by=ENGLISH)
    actions.move(cycle, [rows[0].pk], care, by=ENGLISH)
    actions.move(cycle, [rows[1].pk, rows[2].pk], None, by=ENGLISH)
    actions.mark_statements(cycle, [rows[3].pk], "short_term", by=ENGLISH)
    actions.mark_statements(cycle, [rows[3].pk], "", by=ENGLISH)
    actions.split(resor, [rows[4].pk], "Nattbussar", by=ENGLISH)
    actions.undo(latest(cycle), by=ENGLISH)
    actions.merge(care, resor, by=ENGLISH)


def test_history_written_in_english_is_swedish_for_swedes_and_the_other_way_round(
    client, cycle, two_themes, theme_named
):
    with translation.override("en"):
        decide_everything(cycle, theme_named)
    client.user = signed_in(client, "analyst")
    swedish = client.get("/arbetsyta/analys/granska/historik/").content.decode()
    for words in (
        "”Resor” fick namnet ”Kollektivtrafik”",
        "2 tankar flyttades till ”Inte i något tema”",
        "1 tanke ligger utanför: gäller något kortsiktigt",
        "Ångrat: ”Nattbussar” bröts ut",
        "bedömdes. Kräver samverkan: ",
    ):
        assert words in swedish, words
    english = in_english(client, "/arbetsyta/analys/granska/historik/")
    for row in BookChange.objects.all():
        assert row.sentence == str(told.in_source_language(row.kept)), row.verb
        with translation.override("en"):
            assert row.in_words != row.sentence, row.verb
            assert row.in_words.replace("&", "") in english.replace("&#x27;", "'").replace("&amp;", ""), (
                row.verb
            )
    assert "flyttades till" not in english
    assert "ligger utanför" not in english


def test_log_of_what_was_decided_is_in_the_readers_language_too(cycle, two_themes, theme_named):
    with translation.override("en"):
        decide_everything(cycle, theme_named)
    lines = [audit.in_words(entry) for entry in AuditEntry.objects.filter(action__startswith="insights.")]
    assert any("Inte i något tema" in line for line in lines)
    assert any("utanför strategin: gäller en enda plats" in line for line in lines)
    with translation.override("en"):
        lines = [audit.in_words(entry) for entry in AuditEntry.objects.filter(action__startswith="insights.")]
    assert not any("Inte i något tema" in line or "gäller en enda plats" in line for line in lines)
    assert not any("told" in line for line in lines)


def test_old_rows_are_told_as_they_were_written(client, cycle, two_themes, lead):
    BookChange.objects.create(
        cycle=cycle, verb="theme_renamed", sentence="”Gammalt” fick namnet ”Nytt”", author_name="Eva",
        undo={"theme": 1, "before": {}},
    )  # fmt: skip
    client.user = signed_in(client, "analyst")
    for here in ("/arbetsyta/analys/granska/historik/", "/arbetsyta/analys/granska/"):
        assert "”Gammalt” fick namnet ”Nytt”" in client.get(here).content.decode()
        assert "”Gammalt” fick namnet ”Nytt”" in in_english(client, here)
    change = latest(cycle)
    assert change.what == "”Gammalt” fick namnet ”Nytt”"
    with translation.override("en"):
        assert told.in_words(told.keep("insights.undone", what=change.what)).endswith(
            "”Gammalt” fick namnet ”Nytt”"
        )


def test_versions_of_a_codebook_are_told_in_the_readers_language(client, cycle, two_themes):
    with translation.override("en"):
        made = actions.create_codebook("Bok", by=ENGLISH)
        actions.add_entry(made, "Buss", by=ENGLISH)
        actions.add_entry(made, "Vård", by=ENGLISH)
        actions.change_entry(made, "buss", "Bussar", "", by=ENGLISH)
        actions.shift_entry(made, "buss", 1, by=ENGLISH)
        actions.remove_entry(made, "vard", by=ENGLISH)
        actions.replace_entries(
            made, [{"key": "", "label": "Ny", "definition": ""}], by=ENGLISH, file="a.csv"
        )
        actions.take_back_change(made, made.current.number, by=ENGLISH)
    CodebookVersion.objects.filter(codebook=made, number=2).update(kept={}, sentence="Så stod det förr")
    client.user = signed_in(client, "analyst")
    swedish = client.get(f"/arbetsyta/analys/kodbocker/{made.pk}/").content.decode()
    for words in (
        "Kodboken lades upp",
        "”Bussar” ändrades",
        "”Bussar” flyttades i listan",
        "”Vård” togs bort",
    ):
        assert words in swedish
    assert "Ångrat: 1 tema lästes in ur a.csv" in swedish
    english = in_english(client, f"/arbetsyta/analys/kodbocker/{made.pk}/")
    assert "Så stod det förr" in english
    assert not any(words in english for words in ("ändrades", "lästes in", "lades upp", "Ångrat"))


def failed(run, **fields):
    return Job.objects.create(
        kind="insights.run",
        key=run.cycle.key,
        owner_name="Ann",
        state="failed",
        params={"run": run.number},
        **fields,
    )


def test_why_a_job_failed_is_told_in_the_readers_language(client, cycle, two_themes):
    run = Run.objects.get()
    error = JobError(told.keep("insights.run.files_gone", number=7, folder="insights/run-7"))
    job = failed(run, error=str(error), kept=error.kept)
    assert jobs.state(job)["what"].startswith("Filerna från analys 7 finns inte kvar")
    with translation.override("en"):
        assert "insights/run-7" in jobs.state(job)["what"]
        assert "Filerna" not in jobs.state(job)["what"]
        plain = failed(run, error="Analysen finns inte längre. Starta en ny.")
        assert "Analysen" not in jobs.state(plain)["what"]
        own = failed(run, error="Filen rad 3: ett ord för mycket")  # of the engine, in its own words
        assert jobs.state(own)["what"] == "Filen rad 3: ett ord för mycket"
        assert jobs.state(failed(run))["what"] != ""


def test_a_run_that_fails_in_a_worker_tells_why_in_each_language(client, cycle, own_data, two_themes, lead):
    running = import_module("medskick.ground.jobs.running")
    with translation.override("en"):
        run = actions.start_run(cycle, by=lead, afresh=True)
        Run.objects.filter(pk=run.pk).update(goes_on_from_run=Run.objects.first())
        running.run_waiting()
    run.refresh_from_db()
    job = jobs.named("insights.run", run.job_id)
    assert (run.state, job.state) == ("failed", "failed")
    assert run.ending == jobs.why_it_failed(job)
    assert run.ending.startswith("Filerna från analys 2 finns inte kvar")
    client.user = signed_in(client, "analyst")
    page = in_english(client, f"/arbetsyta/analys/korningar/{run.number}/")
    assert "insights/run-2" in page
    assert "Filerna från analys" not in page


def test_a_run_left_for_another_says_which_in_each_language(cycle, two_themes, lead):
    waiting = Run.objects.create(number=50, cycle=cycle, state="ready", started_by="Eva")
    with translation.override("en"):
        other = actions.start_run(cycle, by=lead, afresh=True)
    waiting.refresh_from_db()
    assert waiting.ending == waiting.message
    assert f"analys {other.number} startades i stället" in waiting.ending
    with translation.override("en"):
        assert str(other.number) in waiting.ending
        assert "startades" not in waiting.ending
    Run.objects.filter(pk=waiting.pk).update(kept={}, message="Avbruten av en person.")
    waiting.refresh_from_db()
    with translation.override("en"):
        assert waiting.ending != "Avbruten av en person."


@pytest.fixture(autouse=True)
def _account(db):
    account_of(ENGLISH)
