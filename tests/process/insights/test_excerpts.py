"""Summaries, tensions, small circles and leaves: from real statements, counted anew, gone with their voices."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError

from helpers_core import end_cycle
from helpers_excerpts import AGAINST, FOR, NAMING, SAUNA, TEXTS, tell, tell_all
from helpers_people import signed_in, viewer_for
from helpers_site import look
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.cycle import actions as cycles
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import (
    BookChange,
    Edition,
    EditionExcerpt,
    EditionExcerptVoice,
    ExcerptRefusal,
    Placement,
    Run,
    RunExcerpt,
    RunExcerptVoice,
    Theme,
)
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.excerpts import published, staff

pytestmark = pytest.mark.django_db
PAGE, PART = "/teman/hamnen/", "/teman/pirarna-i-viken/"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def harbour(say, run_of):
    """26 voices of 26 persons in one theme with one topic, and all that the engine would lift out of them; adopted."""
    voices = say(*TEXTS, municipality="2580")
    run = run_of(voices, {"hamnen": {"pirarna i viken": range(26)}})
    tell_all(run, voices)
    return voices


@pytest.fixture
def edition(cycle, harbour, lead):
    """The harbour approved and published."""
    return publish(cycle, lead)


def publish(cycle, lead) -> Edition:
    for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead)


def shown(edition):
    """The excerpts of the theme and of its part."""
    (top,) = editions.published_themes(edition, PUBLIC)
    found = published.excerpts(edition, [top, *top.topics], regions.region(), PUBLIC)
    return found[top.row.pk], found[top.topics[0].row.pk]


def words(quotes):
    return [quote.plain for quote in quotes]


def hide(voices, *places, state="withdrawn"):
    Contribution.objects.filter(pk__in=[voices[place].pk for place in places]).update(
        state=state, hidden_reason="spam" if state == "hidden" else ""
    )


# Storing and freezing.


def test_a_run_keeps_what_the_engine_lifted_out_each_word_a_statement_of_its(cycle, lead, settings, tmp_path):
    for number, text in enumerate(
        [f"{text} {end}" for text in TEXTS for end in ("Tack.", "Det är vår mening.")]
    ):
        receive(cycle, [Answer(text=text)], client_key=f"key-{number:030}", by=SYSTEM)
    Contribution.objects.update(state="visible")
    actions.start_run(cycle, by=lead, themes=2)
    assert run_waiting() == 1
    run = Run.objects.get()
    assert run.state == "done", run.message
    kinds = set(run.excerpts.values_list("kind", flat=True))
    assert {"summary", "tension"} <= kinds
    assert set(run.excerpts.values_list("key", flat=True)) <= set(run.themes.values_list("key", flat=True))
    shown = RunExcerptVoice.objects.filter(excerpt__run=run, rank__isnull=False).select_related("statement")
    texts = dict(Contribution.objects.values_list("pk", "text"))
    for voice in shown:
        row = voice.statement
        assert texts[row.contribution_id][row.start : row.end].strip()
        assert row.theme_key == voice.excerpt.key or row.topic_key == voice.excerpt.key
    for summary in run.excerpts.filter(kind="summary"):
        assert summary.voices.filter(speaks=True).count() == summary.facts["voices"]
        assert summary.facts["audit"]["samples"] == 200
    edition = publish(cycle, lead)
    assert set(edition.excerpts.values_list("kind", flat=True)) == kinds
    page = look(client_of(), f"/teman/{edition.themes.filter(parent=None).first().slug}/").body
    assert "Sammanfattat i människors egna ord" in page


def client_of():
    from django.test import Client

    return Client()


def test_excerpts_go_with_their_run(cycle, say):
    run = Run.objects.create(number=1, cycle=cycle, started_by="Prov")
    (voice,) = say("Bygg ut hamnen.")
    statement = run.statements.create(
        contribution=voice, start=0, end=5, strength=1, strength_class="core", theme_key="T1"
    )
    RunExcerpt.objects.create(run=run, key="T1", kind="few").voices.create(statement=statement)
    run.delete()
    assert not RunExcerpt.objects.exists()
    assert not RunExcerptVoice.objects.exists()


def test_an_edition_freezes_them_and_a_later_decision_does_not_change_it(edition, harbour, lead, theme_named):
    before = shown(edition)
    assert before[0].summary
    assert [one.label for one in before[1].tensions] == ["hamnen"]
    actions.refuse_excerpt(theme_named("Pirarna i viken"), "tension", "hamnen", by=lead)
    actions.refuse_quote(theme_named("Hamnen"), Placement.objects.get(contribution=harbour[0]), by=lead)
    assert shown(edition) == before


def test_a_statement_that_people_moved_elsewhere_is_no_voice_of_the_theme(cycle, harbour, say, run_of, lead):
    away = Placement.objects.filter(contribution__in=[harbour[place].pk for place in (0, 1, 2)])
    actions.split(
        Theme.objects.get(name="Pirarna i viken"), list(away.values_list("pk", flat=True)), "Annat", by=lead
    )
    Theme.objects.filter(name="Annat").update(parent=None)
    edition = publish(cycle, lead)
    found = published.excerpts(
        edition,
        [top for top in editions.published_themes(edition, PUBLIC) if top.name == "Hamnen"],
        regions.region(),
        PUBLIC,
    )
    (own,) = found.values()
    assert words(sentence.quote for sentence in own.summary.sentences) == [TEXTS[8], TEXTS[15]]


def test_preview_leaves_no_excerpts_behind(client, cycle, harbour, lead):
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    with actions.draft(cycle, by=lead) as draft:
        assert draft.excerpts.count() == 4
    assert not EditionExcerpt.objects.exists()
    assert not EditionExcerptVoice.objects.exists()


def test_what_was_merged_brings_its_tensions_along(cycle, say, run_of, lead):
    voices = say(*TEXTS)
    other = say(*[f"Skolan i byn behöver sal nummer {n}." for n in range(6)])
    run = run_of(voices + other, {"hamnen": {"pirarna": range(26)}, "skola": {"sal": range(26, 32)}})
    tell_all(run, voices)
    actions.merge(Theme.objects.get(name="Pirarna"), Theme.objects.get(name="Sal"), by=lead)
    edition = publish(cycle, lead)
    found = published.excerpts(
        edition,
        [one for top in editions.published_themes(edition, PUBLIC) for one in top.topics],
        regions.region(),
        PUBLIC,
    )
    assert [one.label for own in found.values() for one in own.tensions] == ["hamnen"]


def test_a_refusal_comes_back_to_the_theme_it_was_about_when_a_merge_is_undone(cycle, say, run_of, lead):
    voices = say(*TEXTS)
    other = say(*[f"Skolan i byn behöver sal nummer {n}." for n in range(6)])
    run = run_of(voices + other, {"hamnen": {"pirarna": range(26)}, "skola": {"sal": range(26, 32)}})
    tell_all(run, voices)
    theme, into = Theme.objects.get(name="Pirarna"), Theme.objects.get(name="Sal")
    actions.refuse_excerpt(theme, "tension", "hamnen", by=lead)
    actions.merge(theme, into, by=lead)
    into.refresh_from_db()
    actions.allow_excerpt(into, "tension", "hamnen", by=lead)
    assert not ExcerptRefusal.objects.exists()
    actions.undo(latest(cycle), by=lead)
    assert ExcerptRefusal.objects.get().theme == theme
    # Refused once more in the whole: taking that back leaves what was said of the part, and nothing else.
    actions.refuse_excerpt(into, "tension", "hamnen", by=lead)
    actions.undo(latest(cycle), by=lead)
    actions.undo(latest(cycle), by=lead)
    theme.refresh_from_db()
    assert theme.is_live
    assert ExcerptRefusal.objects.get().theme == theme
    actions.undo(latest(cycle), by=lead)
    assert not ExcerptRefusal.objects.exists()


@pytest.mark.parametrize("users", [(41, 42, 43), (41, 60, 445)])
def test_a_leaf_is_called_by_a_word_that_only_later_voices_use(cycle, say, run_of, lead, users):
    texts = [f"Båten behöver en plats nummer {n}." for n in range(max(users) + 1)]
    for place in users:
        texts[place] = f"Hamnen behöver en plats nummer {place}."
    voices = say(*texts)
    run = run_of(voices, {"hamnar": {"platser": range(len(voices))}})
    tell(run, voices, "T1.1", "leaf", "hamnen", {"": ([users[0]], range(len(voices)))})
    edition = publish(cycle, lead)
    (leaf,) = edition.excerpts.all()
    assert leaf.words == [{"word": "hamnen", "support": [voices[place].pk for place in users]}]
    (top,) = editions.published_themes(edition, PUBLIC)
    (part,) = published.excerpts(edition, top.topics, regions.region(), PUBLIC).values()
    assert [one.label for one in part.leaves] == ["hamnen"]


# What visitors read.


def test_the_page_of_a_theme_shows_all_of_it(client, edition, harbour):
    page = look(client, PAGE)
    for said in (
        "Sammanfattat i människors egna ord",
        TEXTS[0],
        "8 röster handlar om något liknande",
        "7 röster handlar om något liknande",
        "De kan tycka olika om den.",
        "6 röster handlar om annat.",
        "Täcker meningarna alla?",
        "Ja, de flesta. Och ingen grupp som går att jämföra täcks sämre än av tankar valda på slump.",
        "En röst är en person.",
        "Av 100 röster har 77 skrivit något som liknar en av meningarna.",
        "når i genomsnitt 52 av 100. Vi har jämfört med 200 sådana urval.",
        "Här går åsikterna isär",
        "Vill ha eller behålla",
        "Vill stoppa eller ta bort",
        "8 röster, 53 % av dem som tar ställning",
        "7 röster, 47 % av dem som tar ställning",
        "Ungefär hälften",
        "Ytterligare 5 röster nämner saken utan att ta tydlig ställning.",
        "Få men tydliga",
        "Bastun",
        "Pirarna",
    ):
        assert said in page.body, said
    for place in (0, 8, 15, 17):
        assert f"/medskick/{harbour[place].number}/" in page.body
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))


def test_what_stands_in_the_summary_is_not_said_again_among_the_voices(client, edition):
    page = look(client, PAGE).body
    summary = page.split('aria-labelledby="sammanfattat"')[1].split("</section>")[0]
    voices = page.split('aria-labelledby="roster"')[1].split("</section>")[0]
    assert TEXTS[0] in summary
    assert TEXTS[0] not in voices
    assert TEXTS[1] in voices


def test_the_page_of_all_themes_leads_to_where_opinions_differ(client, edition, harbour):
    page = look(client, "/teman/")
    assert "Några vill ha det, andra inte." in page.body
    assert f"{PAGE}#isar" in page.links
    assert "Some want it, others do not." in look(client, "/en/teman/").body
    hide(harbour, *list(AGAINST)[2:])
    assert "Några vill ha det" not in look(client, "/teman/").body


def test_the_page_of_a_part_has_its_own(client, edition):
    page = look(client, PART).body
    assert "Här går åsikterna isär" in page
    assert "De säger nästan samma sak" in page
    assert "Sammanfattat i människors egna ord" not in page


def test_it_is_told_in_english_too_and_what_people_wrote_is_marked_as_swedish(client, edition):
    page = look(client, "/en" + PAGE).body
    for said in (
        "Summed up in people’s own words",
        "8 voices are about something similar",
        "A voice is a person.",
        "On this page",
        "Where opinions differ",
        "Few but clear",
        "Want to have or keep it",
        "about half",
    ):
        assert said.lower() in page.lower(), said
    own = page.split("<main")[1].split('id="tankar"')[0]
    for swedish in ("röster", "Vill ha", "ungefär", "handlar om annat", "Täcker", "Några"):
        assert swedish not in own
    assert 'lang="sv">Hamnen</h3>' in page


def test_both_sides_stand_with_as_many_quotes_and_the_same_side_first_as_the_engine_drew(edition):
    _theme, part = shown(edition)
    (tension,) = part.tensions
    assert [side.side for side in tension.sides] == ["against", "for"]
    assert [len(side.quotes) for side in tension.sides] == [2, 2]
    assert [side.percent for side in tension.sides] == [47, 53]


def test_a_theme_without_any_says_so(client, cycle, say, run_of, lead, harbour):
    more = say(*[f"Skolan i byn behöver sal nummer {n}." for n in range(6)])
    run = run_of(harbour + more, {"hamnen": {"pirarna i viken": range(26)}, "skola": {"sal": range(26, 32)}})
    tell_all(run, harbour)
    publish(cycle, lead)
    page = look(client, "/teman/skola/").body
    assert "Här finns ingen sammanfattning i människors egna ord." in page
    assert "Datorn har inte hittat någon fråga i temat" in page


def test_an_edition_from_before_there_were_any_says_nothing_of_them(client, cycle, say, run_of, lead):
    run_of(say(*TEXTS), {"hamnen": {"pirarna i viken": range(26)}})
    publish(cycle, lead)
    page = look(client, PAGE).body
    assert "ingen sammanfattning" not in page
    assert "utdrag.csv" not in page


# What is withdrawn, hidden or masked.


@pytest.mark.parametrize("state", ["withdrawn", "hidden"])
def test_a_voice_that_goes_takes_its_sentence_and_its_number_along(client, edition, harbour, state):
    hide(harbour, 0, state=state)
    own, part = shown(edition)
    assert words(sentence.quote for sentence in own.summary.sentences) == [TEXTS[8], TEXTS[15]]
    assert own.summary.others == 25 - 7 - 12, (
        "those who said something like it do not say anything else by that"
    )
    assert own.summary.unseen == 7
    assert own.summary.coverage is None
    (tension,) = part.tensions
    assert [(side.side, side.persons) for side in tension.sides] == [("against", 7), ("for", 7)]
    page = look(client, PAGE).body
    assert TEXTS[0] not in page
    assert "7 röster handlar om något som liknar den. De räknas som förut." in page
    assert "Måttet gällde alla meningarna tillsammans." in page


def test_a_theme_that_has_changed_is_not_measured(client, edition, harbour):
    hide(harbour, 20, 21, 22)
    own, _part = shown(edition)
    assert own.summary.coverage is None
    assert not own.summary.sentence_away
    assert "Temat har ändrats sedan datorn mätte det." in look(client, PAGE).body


@pytest.mark.parametrize("places", [(0,), (0, 8), (0, 2, 8, 9)])
def test_what_a_reviewer_takes_away_moves_nobody(client, cycle, harbour, lead, theme_named, places):
    """The words go; who is for, against, neither and elsewhere stays as it was."""
    for name in ("Hamnen", "Pirarna i viken"):
        for place in places:
            actions.refuse_quote(
                theme_named(name), Placement.objects.get(contribution=harbour[place]), by=lead
            )
    edition = publish(cycle, lead)
    own, part = shown(edition)
    (tension,) = part.tensions
    assert [(side.side, side.persons, side.percent) for side in tension.sides] == [
        ("against", 7, 47),
        ("for", 8, 53),
    ]
    assert (tension.neither, tension.both) == (5, 0)
    left = {0: 8, 8: 7, 15: 5}
    gone = sum(left.pop(place, 0) for place in places)
    assert [sentence.persons for sentence in own.summary.sentences] == list(left.values())
    assert (own.summary.others, own.summary.unseen) == (6, gone)
    page = look(client, PAGE).body
    for place in places:
        assert TEXTS[place] not in page.split('id="tankar"')[0]
    assert "8 röster, 53 % av dem som tar ställning" in page
    assert ("Citaten är borttagna." in page) == (len(places) == 4)


def test_who_speaks_for_both_sides_is_counted_once_and_the_shares_make_a_hundred(
    client, cycle, harbour, lead
):
    tension = RunExcerpt.objects.get(kind="tension")
    rows = {row.statement.contribution_id: row for row in tension.voices.all()}
    for place in (0, 1, 2, *range(8, 10)):  # three of those for speak against, two of those against speak for
        row = rows[harbour[place].pk]
        tension.voices.create(statement=row.statement, part="against" if place < 8 else "for")
    _own, part = shown(publish(cycle, lead))
    (found,) = part.tensions
    assert [(side.persons, side.percent) for side in found.sides] == [(5, 33), (5, 34)][::-1]
    assert (found.both, found.both_percent) == (5, 33)
    page = look(client, PAGE).body
    assert "5 röster (33 %) talar för båda sidor." in page
    rows = rows_of(client.get("/teman/utdrag.csv"))
    assert [(row["personer"], row["av 100"]) for row in rows if row["sida"] == "båda"] == [("5", "33")]


def test_a_mask_takes_the_sentence_away_at_every_door(client, edition, harbour):
    Mask.objects.create(contribution=harbour[0], field="text", start=0, end=8, kind="name")
    own, part = shown(edition)
    assert TEXTS[0] not in words(sentence.quote for sentence in own.summary.sentences)
    (tension,) = part.tensions
    assert TEXTS[0] not in words(quote for side in tension.sides for quote in side.quotes)
    assert [len(side.quotes) for side in tension.sides] == [1, 1]
    assert TEXTS[0] not in everything(client)


def everything(client) -> str:
    pages = [look(client, address).body for address in (PAGE, PART, "/en" + PAGE, "/teman/utdrag.csv")]
    sets = [str(list(one.rows(PUBLIC))) for one in offers.data_sets if one.name == "utdrag"]
    return "\n".join([*pages, *sets])


def test_a_tension_goes_when_a_side_has_too_few_left(edition, harbour):
    hide(harbour, *list(AGAINST)[2:])
    assert not shown(edition)[1].tensions


def test_numbers_go_when_a_side_has_fewer_than_five(client, edition, harbour):
    hide(harbour, 10, 11, 12)
    _own, part = shown(edition)
    (tension,) = part.tensions
    assert not tension.told
    assert {(side.persons, side.percent) for side in tension.sides} == {(None, None)}
    page = look(client, PART).body
    assert "Någon av grupperna är så liten att antal inte visas." in page
    assert "av dem som tar ställning" not in page
    assert "two-sides__first" not in page


def test_a_circle_and_a_leaf_go_with_their_voices(edition, harbour):
    own, part = shown(edition)
    assert [(one.label, one.persons) for one in own.few] == [("bastun", None)]
    assert [(one.label, one.persons) for one in part.leaves] == [("pirarna", None)]
    hide(harbour, SAUNA[0], 6)
    own, part = shown(edition)
    assert own.few == ()
    assert part.leaves == ()


def test_a_label_whose_words_nobody_uses_openly_takes_the_whole_of_it_away(edition, harbour):
    for place in (17, 18):
        text = harbour[place].text
        for found in re.finditer("bastun?", text, re.IGNORECASE):
            Mask.objects.create(
                contribution=harbour[place], field="text", start=found.start(), end=found.end(), kind="name"
            )
    own, _part = shown(edition)
    assert own.few == ()


def test_a_flagged_text_is_no_sentence(edition, harbour):
    Contribution.objects.filter(pk=harbour[0].pk).update(flags=["abuse"])
    own, _part = shown(edition)
    assert TEXTS[0] not in words(sentence.quote for sentence in own.summary.sentences)


# Staff.


def test_staff_see_what_visitors_will_see_before_publishing(client, harbour, theme_named):
    signed_in(client, "analyst")
    theme, part = theme_named("Hamnen"), theme_named("Pirarna i viken")
    page = look(client, f"/arbetsyta/analys/tema/{theme.pk}/")
    assert "8 röster handlar om något liknande" in page.body
    assert "Få men tydliga: bastun" in page.body
    assert len(page.ids) == len(set(page.ids))
    page = look(client, f"/arbetsyta/analys/tema/{part.pk}/").body
    assert "Åsikterna går isär: hamnen" in page
    assert "Säger nästan samma sak: pirarna" in page


def test_what_is_taken_away_is_in_no_later_edition_and_comes_back_when_undone(
    client, cycle, harbour, lead, theme_named
):
    signed_in(client, "analyst")
    theme, part = theme_named("Hamnen"), theme_named("Pirarna i viken")
    address = f"/arbetsyta/analys/tema/{part.pk}/"
    answer = client.post(f"{address}utdrag/", {"slag": "tension", "rubrik": "Hamnen", "gor": "ta-bort"})
    assert answer["Location"].endswith("#utdrag")
    page = look(client, address).body
    assert "Åsikterna går isär: hamnen" not in page
    assert "Visa igen" in page
    sentence = Placement.objects.get(contribution=harbour[0])
    client.post(f"/arbetsyta/analys/tema/{theme.pk}/citat/", {"tanke": sentence.pk, "gor": "valj-bort"})
    client.post(f"/arbetsyta/analys/tema/{theme.pk}/utdrag/", {"slag": "few", "rubrik": "bastun"})
    lines = AuditEntry.objects.filter(action="insights.excerpt_refused")
    assert lines.count() == 2
    first = publish(cycle, lead)
    own, below = shown(first)
    assert words(sentence.quote for sentence in own.summary.sentences) == [TEXTS[8], TEXTS[15]]
    assert (own.few, below.tensions) == ((), ())
    actions.unapprove(theme, by=lead)
    for _verb in ("summary", "few", "quote", "tension"):
        if (change := latest(cycle)) is not None:
            actions.undo(change, by=lead)
    assert not ExcerptRefusal.objects.exists()
    own, below = shown(publish(cycle, lead))
    assert len(own.summary.sentences) == 3
    assert [one.label for one in (*own.few, *below.tensions)] == ["bastun", "hamnen"]


def test_a_refusal_holds_when_a_later_run_finds_it_again(cycle, harbour, run_of, lead, theme_named):
    actions.refuse_excerpt(theme_named("Pirarna i viken"), "tension", "hamnen", by=lead)
    run = run_of(harbour, {"hamnen": {"pirarna i viken": range(26)}})
    tell_all(run, harbour)
    _own, part = shown(publish(cycle, lead))
    assert part.tensions == ()
    actions.allow_excerpt(theme_named("Pirarna i viken"), "tension", "hamnen", by=lead)
    with pytest.raises(ValidationError, match="visas redan"):
        actions.allow_excerpt(theme_named("Pirarna i viken"), "tension", "hamnen", by=lead)


@pytest.mark.parametrize("given", [{}, {"slag": "tension", "rubrik": "skolan"}, {"slag": "hittepå"}])
def test_what_is_not_there_cannot_be_taken_away(client, harbour, theme_named, given):
    signed_in(client, "process_lead")
    part = theme_named("Pirarna i viken")
    body = client.post(f"/arbetsyta/analys/tema/{part.pk}/utdrag/", given, follow=True).content.decode()
    assert "Det finns inte längre i temat. Ladda om sidan." in body
    assert not ExcerptRefusal.objects.exists()


@pytest.mark.parametrize("role", ["editor", "moderator", "administrator", "elected"])
def test_others_cannot_take_anything_away(client, harbour, theme_named, role):
    signed_in(client, role)
    part = theme_named("Pirarna i viken")
    given = {"slag": "tension", "rubrik": "hamnen", "gor": "ta-bort"}
    assert client.post(f"/arbetsyta/analys/tema/{part.pk}/utdrag/", given).status_code == 403
    assert not ExcerptRefusal.objects.exists()


def test_a_theme_of_another_process_is_out_of_reach(client, harbour, theme_named):
    part = theme_named("Pirarna i viken")
    end_cycle(part.cycle)
    cycles.start_cycle("2050", "Norrbotten 2050", {}, by=SYSTEM)
    signed_in(client, "process_lead")
    given = {"slag": "tension", "rubrik": "hamnen", "gor": "ta-bort"}
    assert client.post(f"/arbetsyta/analys/tema/{part.pk}/utdrag/", given).status_code == 404
    assert client.get(f"/arbetsyta/analys/tema/{part.pk}/").status_code == 404


def test_reading_them_needs_the_right_to_read_the_analysis(harbour, theme_named):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        staff.of_theme(theme_named("Pirarna i viken"), regions.region(), viewer_for("municipality_contact"))


# Files.


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_and_the_open_data_say_what_the_pages_say(client, edition):
    rows = rows_of(client.get("/teman/utdrag.csv"))
    assert [(row["slag"], row["sida"], row["personer"], row["av 100"]) for row in rows] == [
        ("sammanfattning", "", "8", ""),
        ("sammanfattning", "", "7", ""),
        ("sammanfattning", "", "5", ""),
        ("få men tydliga", "", "", ""),
        ("få men tydliga", "", "", ""),
        ("åsikter som går isär", "emot", "7", "47"),
        ("åsikter som går isär", "emot", "7", "47"),
        ("åsikter som går isär", "för", "8", "53"),
        ("åsikter som går isär", "för", "8", "53"),
        ("tät grupp", "", "", ""),
    ]
    (one,) = [one for one in offers.data_sets if one.name == "utdrag"]
    told = list(one.rows(PUBLIC))
    assert [row[7] for row in told] == [row["text"] for row in rows]
    assert all(len(row) == len(one.columns) for row in told)


def test_a_sentence_that_looks_like_a_formula_is_text_in_the_file(client, cycle, say, run_of, lead):
    texts = ["=1+1 är två, och hamnen ska byggas ut.", *TEXTS[1:]]
    voices = say(*texts)
    run = run_of(voices, {"hamnen": {"pirarna i viken": range(26)}})
    tell_all(run, voices)
    publish(cycle, lead)
    row = next(row for row in rows_of(client.get("/teman/utdrag.csv")) if "1+1" in row["text"])
    assert row["text"].startswith("'=")


# Cost.


def test_pages_take_a_bounded_number_of_queries(
    client, cycle, say, run_of, lead, django_assert_max_num_queries, harbour
):
    publish(cycle, lead)
    with django_assert_max_num_queries(80) as one:
        look(client, PAGE)
    groups = {f"hamnen {n}": {f"pirarna {n}": range(n * 26, n * 26 + 26)} for n in range(4)}
    voices = say(*[f"{text} Del {n}." for n in range(4) for text in TEXTS])
    run = run_of(voices, groups)
    for number in range(4):
        tell_all(run, voices[number * 26 : number * 26 + 26], f"T{number + 1}")
    publish(cycle, lead)
    with django_assert_max_num_queries(len(one) + 2):
        look(client, "/teman/hamnen-0/")
    client.get("/teman/utdrag.csv")
    signed_in(client, "analyst")
    theme = Theme.objects.get(name="Hamnen 0")
    with django_assert_max_num_queries(90):
        look(client, f"/arbetsyta/analys/tema/{theme.pk}/")


def test_voices_speak_once_for_each_sending(cycle, run_of, lead):
    """Eight persons for the harbour wrote two texts each: they are eight, not sixteen."""
    for number in range(8):
        answers = [Answer(text=TEXTS[number]), Answer(text=f"{TEXTS[number]} Det är viktigt.")]
        receive(cycle, answers, client_key=f"key-{number:030}", by=SYSTEM)
    for number in range(8, 26):
        receive(cycle, [Answer(text=TEXTS[number])], client_key=f"key-{number:030}", by=SYSTEM)
    Contribution.objects.update(state="visible")
    voices = list(Contribution.objects.order_by("pk"))
    run = run_of(voices, {"hamnen": {"pirarna i viken": range(len(voices))}})
    order = [*voices[0:16:2], *voices[16:]]
    tell_all(run, order)
    tension = RunExcerpt.objects.get(kind="tension")
    statements = {row.contribution_id: row for row in run.statements.all()}
    for twin in voices[1:16:2]:
        tension.voices.create(statement=statements[twin.pk], part="for")
    _own, part = shown(publish(cycle, lead))
    assert {side.side: side.persons for side in part.tensions[0].sides} == {"for": 8, "against": 7}
    assert list(FOR) == list(range(8))
    assert len(NAMING) == part.tensions[0].neither


def test_the_log_never_holds_the_words_of_what_was_refused_nor_when_that_is_taken_back(
    harbour, theme_named, lead
):
    theme = theme_named("Pirarna i viken")
    actions.refuse_excerpt(theme, "tension", "hamnen", by=lead)
    actions.undo(BookChange.objects.filter(verb="excerpt_refused").first(), by=lead)
    own = BookChange.objects.filter(verb="undone").first()
    assert "hamnen" in own.in_words
    last = AuditEntry.objects.order_by("-pk")[:2]
    assert [one.action for one in last] == ["insights.undone", "insights.excerpt_refused"]
    assert "hamnen" not in str([one.details for one in last])
