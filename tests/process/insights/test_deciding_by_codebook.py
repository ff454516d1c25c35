"""The desk: people's decisions stand, are learned from at once, survive runs, and are never lost to one another."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_editions import followed_by
from helpers_people import account_of, signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.files import room_folder
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.cycle import region as regions
from medskick.process.insights import actions, jobs
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import (
    BookChange,
    Codebook,
    CodeDecision,
    CodedStatement,
    Placement,
    Run,
    Theme,
)
from medskick.process.insights.queries import codebooks, desk

pytestmark = pytest.mark.django_db

ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och tidtabeller."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler, läkare och väntetider."},
    {"key": "skola", "label": "Skola och lärande", "definition": "Skolor, lärare och elever."},
    {"key": "fritid", "label": "Fritid", "definition": "Sport, friluftsliv och mötesplatser."},
]
PLACES = ["Pajala", "Luleå", "Boden", "Kalix"]
SAID = [
    "Nattbussen till {} måste gå också på helgen.",
    "Vårdcentralen i {} behöver fler läkare som stannar.",
    "Skolan i {} ska få vara kvar så att barnen slipper åka långt.",
    "Pimpelfisket på isen utanför {} är livet.",
    "Skoterleden förbi {} borde spåras oftare på vintern.",
]
TEXTS = [text.format(place) for place in PLACES for text in SAID]
LENA = viewer_for("analyst", user_id=900_021, name="Lena Analytiker")
OLLE = viewer_for("analyst", user_id=900_022, name="Olle Analytiker")


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.JOBS_RETRY_AFTER = 0
    account_of(LENA)
    account_of(OLLE)


@pytest.fixture
def book(kept, lead):
    kept(lambda: actions.create_codebook("Egen lista", by=lead, entries=ENTRIES))
    return Codebook.objects.get()


@pytest.fixture
def run(cycle, kept, say, book, tmp_path):
    def store():
        say(*TEXTS, municipality="2580")
        run_again(cycle, book)

    kept(store, tmp_path)
    return Run.objects.get()


def run_again(cycle, book):
    run = actions.start_run(cycle, by=LENA, codebook=book)
    assert run_waiting() >= 1
    run.refresh_from_db()
    assert run.state == "done", run.message
    return run


def coded(run, words):
    return CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement").get(
        run=run, statement__contribution__text__contains=words
    )


def placed(words):
    return Placement.objects.select_related("theme__parent").get(contribution__text__contains=words)


def top(place):
    return (place.theme.parent or place.theme).name if place.theme else None


def test_run_places_under_the_codebook_and_the_board_shows_its_themes(run):
    assert coded(run, "Nattbussen till Pajala").entry == "resor"
    assert coded(run, "Vårdcentralen i Boden").entry == "vard"
    assert top(placed("Nattbussen till Pajala")) == "Resor utan bil"
    assert {"codes.npz", "codebook.json"} <= set(run.manifest)
    filled = {row.key: row.statements for row in codebooks.filled(run, LENA)}
    assert sum(filled.values()) == len(TEXTS)
    assert set(filled) == {"resor", "vard", "skola", "fritid", ""}


def test_empty_codebook_is_refused_before_anything_starts(cycle, lead):
    empty = actions.create_codebook("Tom", by=lead)
    with pytest.raises(ValidationError, match="tom"):
        actions.start_run(cycle, by=lead, codebook=empty)
    assert not Run.objects.exists()


def test_decision_stands_at_once_and_what_is_like_it_follows_when_learned(run):
    before = coded(run, "Pimpelfisket på isen utanför Pajala")
    for place in ("Pajala", "Luleå", "Boden"):
        actions.decide_code(coded(run, f"Pimpelfisket på isen utanför {place}"), ["vard"], shown=0, by=LENA)
    own = placed("Pimpelfisket på isen utanför Pajala")
    assert (top(own), own.origin) == ("Vård nära", "person")
    assert desk.going(run, LENA).learning
    run_waiting()
    run.refresh_from_db()
    assert not desk.going(run, LENA).learning
    assert coded(run, "Pimpelfisket på isen utanför Kalix").entry == "vard" != before.entry
    follower = placed("Pimpelfisket på isen utanför Kalix")
    assert (top(follower), follower.origin) == ("Vård nära", "engine")
    assert coded(run, "Nattbussen till Pajala").entry == "resor"


def test_several_themes_and_fits_none(run):
    actions.decide_code(coded(run, "Skolan i Kalix"), ["skola", "resor"], shown=0, by=LENA)
    actions.decide_code(coded(run, "Skoterleden förbi Kalix"), [], shown=0, by=LENA)
    run_waiting()
    both, none = coded(run, "Skolan i Kalix"), coded(run, "Skoterleden förbi Kalix")
    assert (both.entry, both.also) == ("skola", ["resor"])
    assert (none.entry, placed("Skoterleden förbi Kalix").theme) == ("", None)
    assert none in desk.fits_none(run, LENA)


def test_decisions_survive_a_new_run(run, cycle, book):
    actions.decide_code(coded(run, "Pimpelfisket på isen utanför Pajala"), ["vard"], shown=0, by=LENA)
    actions.decide_code(coded(run, "Skoterleden förbi Kalix"), [], shown=0, by=LENA)
    run_waiting()
    again = run_again(cycle, book)
    assert coded(again, "Pimpelfisket på isen utanför Pajala").entry == "vard"
    assert coded(again, "Skoterleden förbi Kalix").entry == ""
    assert top(placed("Pimpelfisket på isen utanför Pajala")) == "Vård nära"
    assert placed("Skoterleden förbi Kalix").theme is None
    assert Theme.objects.filter(cycle=cycle, parent=None, name="Vård nära").count() == 1


def test_entry_fills_the_same_theme_whatever_it_is_renamed_to(run, cycle, book, lead):
    theme = Theme.objects.get(cycle=cycle, parent=None, name="Vård nära")
    actions.rename(theme, "Sjukvård i byn", by=lead)
    again = run_again(cycle, book)
    assert again.pk != run.pk
    assert top(placed("Vårdcentralen i Boden")) == "Sjukvård i byn"


def test_two_at_once_lose_nothing(run):
    one, other = coded(run, "Nattbussen till Boden"), coded(run, "Nattbussen till Boden")
    actions.decide_code(one, ["skola"], shown=0, by=LENA)
    with pytest.raises(actions.ChangedMeanwhileError, match=r"Lena Analytiker hann före.*Skola och lärande"):
        actions.decide_code(other, ["fritid"], shown=0, by=OLLE)
    assert CodeDecision.objects.get().keys == ["skola"]
    actions.decide_code(other, ["fritid"], shown=1, by=OLLE)
    decision = CodeDecision.objects.get()
    assert (decision.keys, decision.version, decision.author_name) == (["fritid"], 2, OLLE.name)


def test_same_decision_twice_is_one(run):
    for who in (LENA, OLLE):
        actions.decide_code(coded(run, "Nattbussen till Boden"), ["resor"], shown=0, by=who)
    assert CodeDecision.objects.get().author_name == LENA.name
    assert BookChange.objects.filter(verb="statement_coded").count() == 1


def test_taking_back_ones_own_newest_leaves_the_others(run):
    before = placed("Nattbussen till Boden")
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    actions.decide_code(coded(run, "Nattbussen till Kalix"), ["skola"], shown=0, by=OLLE)
    asked = actions.take_back_decision(run, by=LENA)
    assert asked.pk == coded(run, "Nattbussen till Boden").pk
    now = placed("Nattbussen till Boden")
    assert (now.theme_id, now.origin) == (before.theme_id, before.origin)
    assert top(placed("Nattbussen till Kalix")) == "Skola och lärande"
    run_waiting()
    assert coded(run, "Nattbussen till Kalix").entry == "skola"
    with pytest.raises(ValidationError):
        actions.take_back_decision(run, by=LENA)


def test_board_takes_decisions_back_in_its_own_line(run, cycle):
    before = placed("Nattbussen till Boden").theme_id
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    actions.undo(latest(cycle), by=LENA)
    assert not CodeDecision.objects.get().active
    assert placed("Nattbussen till Boden").theme_id == before
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["skola"], shown=2, by=LENA)
    actions.take_back_decision(run, by=LENA)  # the desk takes the very same line back
    assert latest(cycle) is None
    assert not CodeDecision.objects.get().active
    assert placed("Nattbussen till Boden").theme_id == before


def test_learning_never_moves_what_people_have_decided_on_the_board(run, cycle, lead):
    theme = Theme.objects.get(cycle=cycle, parent=None, name="Resor utan bil")
    held = placed("Pimpelfisket på isen utanför Kalix")
    actions.move(cycle, [held.pk], theme, by=lead)
    for place in ("Pajala", "Luleå", "Boden"):
        actions.decide_code(coded(run, f"Pimpelfisket på isen utanför {place}"), ["vard"], shown=0, by=LENA)
    run_waiting()
    assert top(placed("Pimpelfisket på isen utanför Kalix")) == "Resor utan bil"


def test_old_run_learns_but_leaves_the_book_to_the_newer_one(run, cycle):
    for place in ("Pajala", "Luleå", "Boden"):
        actions.decide_code(coded(run, f"Pimpelfisket på isen utanför {place}"), ["vard"], shown=0, by=LENA)
    followed_by(run)
    before = dict(Placement.objects.filter(origin="engine").values_list("pk", "theme_id"))
    run_waiting()
    assert coded(run, "Pimpelfisket på isen utanför Kalix").entry == "vard"
    assert dict(Placement.objects.filter(origin="engine").values_list("pk", "theme_id")) == before


def test_desk_of_a_run_that_another_has_followed_decides_nothing_and_leads_on(client, run, cycle, book):
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    newer = run_again(cycle, book)
    places = list(Placement.objects.order_by("pk").values())
    with pytest.raises(ValidationError, match=f"Analys {run.number} har ersatts av analys {newer.number}"):
        actions.decide_code(coded(run, "Nattbussen till Kalix"), ["fritid"], shown=0, by=LENA)
    with pytest.raises(ValidationError, match="har ersatts"):
        actions.take_back_decision(run, by=LENA)
    assert CodeDecision.objects.get().keys == ["fritid"]
    assert list(Placement.objects.order_by("pk").values()) == places
    signed_in(client, "analyst")
    for page in ("lar/", "ryms-inte/", ""):
        body = look(client, f"/arbetsyta/analys/korningar/{run.number}/{page}").body
        assert "har ersatts av analys" in body
        assert f'href="/arbetsyta/analys/korningar/{newer.number}/lar/"' in body
        assert "bestam/" not in body
    asked = coded(run, "Nattbussen till Kalix")
    client.post(
        f"/arbetsyta/analys/korningar/{run.number}/lar/bestam/",
        {"tanke": asked.pk, "version": 0, "valt": "fritid"},
    )
    assert CodeDecision.objects.count() == 1
    assert "Det här är den gamla" not in look(client, f"/arbetsyta/analys/korningar/{newer.number}/lar/").body


def test_decision_at_the_old_desk_while_a_new_run_goes_on_reaches_the_new_one(run, cycle, book, monkeypatch):
    really = jobs.adopt

    def late(newer):
        actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
        return really(newer)

    monkeypatch.setattr(jobs, "adopt", late)
    newer = run_again(cycle, book)
    assert top(placed("Nattbussen till Boden")) == "Fritid"
    assert coded(newer, "Nattbussen till Boden").entry == "fritid"
    assert not desk.going(newer, LENA).learning


def test_what_the_board_takes_back_is_learned_by_the_newest_desk(run, cycle, book):
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    newer = run_again(cycle, book)
    assert coded(newer, "Nattbussen till Boden").entry == "fritid"
    actions.undo(latest(cycle), by=LENA)
    run_waiting()
    assert coded(newer, "Nattbussen till Boden").entry == "resor"


def test_agreement_is_with_the_guess_before_the_decision(run):
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["resor"], shown=0, by=LENA)
    actions.decide_code(coded(run, "Nattbussen till Kalix"), ["skola"], shown=0, by=LENA)
    run_waiting()
    going = desk.going(run, LENA)
    assert (going.decided, going.latest, going.agreed) == (2, 2, 1)


@pytest.mark.parametrize("role", ["editor", "administrator", "moderator", "registrar"])
def test_others_decide_nothing(run, role):
    other = viewer_for(role)
    with pytest.raises(PermissionDenied):
        actions.decide_code(coded(run, "Nattbussen till Boden"), ["skola"], shown=0, by=other)
    with pytest.raises(PermissionDenied):
        actions.take_back_decision(run, by=other)
    assert not CodeDecision.objects.exists()


def test_key_that_the_codebook_lacks_is_refused(run):
    with pytest.raises(ValidationError):
        actions.decide_code(coded(run, "Nattbussen till Boden"), ["rymd"], shown=0, by=LENA)
    assert not CodeDecision.objects.exists()


def test_every_decision_is_logged_without_the_words(run):
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["skola"], shown=0, by=LENA)
    entry = AuditEntry.objects.get(action="insights.statement_coded")
    assert entry.details["to"] == "Skola och lärande"
    assert "Nattbussen" not in str(entry.details)


def test_decisions_of_another_cycle_are_examples_for_this_one(run, book, say, cycle):
    from medskick.process.cycle.models import StrategyCycle

    for place in PLACES:
        actions.decide_code(coded(run, f"Pimpelfisket på isen utanför {place}"), ["vard"], shown=0, by=LENA)
    run_waiting()
    type(cycle).objects.filter(pk=cycle.pk).update(is_current=False)
    later = StrategyCycle.objects.create(name="Nästa", key="2099", is_current=True)
    from medskick.process.contributions.actions import Answer, prepare, store
    from medskick.process.contributions.models import Contribution

    store(later, prepare(later, [Answer(text="Pimpelfisket på isen vid Arjeplog är livet.", channel="web")]))
    Contribution.objects.filter(cycle=later).update(state="visible")
    run = run_again(later, book)
    assert coded(run, "Arjeplog").entry == "vard"


def test_desk_asks_in_context_masked_and_goes_on_by_form_alone(client, run, django_assert_max_num_queries):
    signed_in(client, "analyst")
    here = f"/arbetsyta/analys/korningar/{run.number}/lar/"
    with django_assert_max_num_queries(30):
        page = look(client, here)
    assert "Vad handlar det här om?" in page.body
    first = desk.asked(run, LENA, regions.region())
    client.post(f"{here}hoppa/", {"tanke": first.coded.pk})
    assert f'name="tanke" value="{first.coded.pk}"' not in client.get(here).content.decode()
    client.post(f"{here}hoppa/", {"gor": "glom"})
    client.post(
        f"{here}bestam/", {"tanke": first.coded.pk, "version": 0, "valt": "fritid", "tema": ["skola"]}
    )
    assert CodeDecision.objects.get().keys == ["fritid", "skola"]
    assert "lär sig" in client.get(f"{here}lage/").content.decode()
    run_waiting()
    assert "Lärt." in client.get(f"{here}lage/").content.decode()
    stale = client.post(f"{here}bestam/", {"tanke": first.coded.pk, "version": 0, "gor": "inget"})
    assert stale.status_code == 409
    assert "hann före" in stale.content.decode()
    client.post(f"{here}angra/")
    assert not CodeDecision.objects.get().active
    empty = client.post(
        f"{here}bestam/", {"tanke": first.coded.pk, "version": 2, "gor": "spara"}, follow=True
    )
    assert "Kryssa för minst ett tema" in empty.content.decode()


def test_desk_says_of_an_approved_topic_that_the_theme_above_is_not_approved(client, run, lead):
    signed_in(client, "analyst")
    topic = placed("Nattbussen till Boden").theme
    assert topic.parent is not None
    here = f"/arbetsyta/analys/korningar/{run.number}/lar/?tanke={coded(run, 'Nattbussen till Boden').pk}"

    def told():
        found = re.search(r'<p class="small" id="godkant">(.*?)</p>', look(client, here).body, re.DOTALL)
        return " ".join(re.sub("<[^>]+>", " ", found[1]).split()) if found else ""

    assert told() == ""
    actions.approve(topic, by=lead)
    assert told() == (
        f"Tanken ligger i delen ”{topic.name}”, som är godkänd. Temat ”{topic.parent.name}” är inte godkänt än. "
        "Tar du ut tanken behöver också delen godkännas på nytt."
    )
    actions.approve(topic.parent, by=lead)
    assert told().startswith(
        f"Tanken ligger i ”{topic.parent.name}” och i delen ”{topic.name}”, som är godkända."
    )


def test_taking_back_pressed_twice_takes_back_one_decision(client, run):
    signed_in(client, "analyst")
    here = f"/arbetsyta/analys/korningar/{run.number}/lar/"
    for words, key in (("Nattbussen till Boden", "fritid"), ("Nattbussen till Kalix", "skola")):
        client.post(f"{here}bestam/", {"tanke": coded(run, words).pk, "version": 0, "valt": key})
    offered = re.search(r'name="beslut" value="(\d+)"', client.get(here).content.decode())[1]
    for _press in range(2):
        answer = client.post(f"{here}angra/", {"beslut": offered})
        assert answer.url == f"{here}?tanke={coded(run, 'Nattbussen till Kalix').pk}"
    assert [one.active for one in CodeDecision.objects.order_by("pk")] == [True, False]


def test_desk_says_when_the_computer_could_not_learn_and_asks_no_more(client, run):
    signed_in(client, "analyst")
    live = f"/arbetsyta/analys/korningar/{run.number}/lar/lage/"
    (room_folder(*run.folder_parts) / "codes.npz").unlink()
    actions.decide_code(coded(run, "Nattbussen till Boden"), ["fritid"], shown=0, by=LENA)
    assert "hx-get" in client.get(live).content.decode()
    for _attempt in range(6):
        run_waiting()
    told = client.get(live).content.decode()
    assert "kunde inte lära sig av de senaste besluten" in told
    assert "hx-get" not in told


def test_hidden_voice_is_not_asked_about_nor_listed(client, run):
    from medskick.process.contributions.models import Contribution

    gone = coded(run, "Skoterleden förbi Kalix")
    actions.decide_code(gone, [], shown=0, by=LENA)
    Contribution.objects.filter(pk=gone.statement.contribution_id).update(
        state="hidden", hidden_reason="other"
    )
    signed_in(client, "analyst")
    here = f"/arbetsyta/analys/korningar/{run.number}"
    assert client.get(f"{here}/lar/?tanke={gone.pk}").status_code == 404
    assert "Skoterleden förbi Kalix" not in client.get(f"{here}/ryms-inte/").content.decode()
    assert client.post(f"{here}/lar/bestam/", {"tanke": gone.pk, "valt": "vard"}).status_code == 404


def test_pages_of_a_run_without_a_codebook_are_not_there(client, two_themes):
    signed_in(client, "analyst")
    for page in ("lar/", "ryms-inte/", "lar/lage/"):
        assert client.get(f"/arbetsyta/analys/korningar/1/{page}").status_code == 404


def test_start_form_asks_for_the_codebook_it_needs(client, cycle, say, book):
    say(*TEXTS[:3])
    signed_in(client, "analyst")
    answer = client.post("/arbetsyta/analys/starta/", {"way": "kodbok", "seed": "0"}, follow=True)
    assert "Välj vilken kodbok" in answer.content.decode()
    assert not Run.objects.exists()
    asked = client.post("/arbetsyta/analys/starta/", {"way": "kodbok", "codebook": book.pk, "seed": "0"})
    assert "Inget är startat än" in asked.content.decode()
    assert not Run.objects.exists()
    client.post("/arbetsyta/analys/starta/", {"way": "kodbok", "codebook": book.pk, "seed": "0", "sure": "1"})
    assert Run.objects.get().codebook == book.current
