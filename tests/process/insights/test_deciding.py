"""What people decide about the book: who may, what is written down, what can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import viewer_for
from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, Role
from medskick.ground.core.judgements import current
from medskick.ground.core.models import AuditEntry
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import BookChange, Edition, Placement, QuoteChoice, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def buss(two_themes, theme_named):
    return theme_named("Buss")


@pytest.fixture
def places(two_themes):
    return list(Placement.objects.order_by("pk"))


def deeds(cycle, theme, other, placement):
    """Every verb of the room, as something that a viewer tries."""
    return {
        "start_run": lambda by: actions.start_run(cycle, by=by),
        "rename": lambda by: actions.rename(theme, "Nytt namn", by=by),
        "write_summary": lambda by: actions.write_summary(theme, "Kort.", by=by),
        "approve": lambda by: actions.approve(theme, by=by),
        "unapprove": lambda by: actions.unapprove(theme, by=by),
        "mark_outside": lambda by: actions.mark_outside(theme, "short_term", by=by),
        "mark_inside": lambda by: actions.mark_inside(theme, by=by),
        "move": lambda by: actions.move(cycle, [placement.pk], other, by=by),
        "split": lambda by: actions.split(theme, [placement.pk], "Utbrutet", by=by),
        "mark_statements": lambda by: actions.mark_statements(cycle, [placement.pk], "local_only", by=by),
        "choose_quote": lambda by: actions.choose_quote(theme, placement, by=by),
        "refuse_quote": lambda by: actions.refuse_quote(theme, placement, by=by),
        "forget_quote": lambda by: actions.forget_quote(theme, placement, by=by),
        "merge": lambda by: actions.merge(theme, other, by=by),
        "publish": lambda by: actions.publish(cycle, by=by),
        "take_away": lambda by: actions.take_away(Edition(), "whole", "Skäl", by=by),
        "put_back": lambda by: actions.put_back(Edition(), "whole", by=by),
    }


@pytest.mark.parametrize("role", [None, *Role.values])
def test_only_analysts_and_process_leads_decide_and_only_process_leads_publish(
    role, cycle, buss, theme_named
):
    by = viewer_for(role) if role else PUBLIC
    may = {"analyst": {"publish", "take_away", "put_back"}, "process_lead": set()}.get(role)
    placement = buss.placements.first()
    for name, deed in deeds(cycle, buss, theme_named("Vårdcentral"), placement).items():
        if may is None or name in may:
            with pytest.raises(PermissionDenied):
                deed(by)
    if may is None:
        assert BookChange.objects.count() == 0


def test_every_decision_is_in_the_log_with_a_sentence(cycle, buss, theme_named, lead):
    other = theme_named("Vårdcentral")
    before = AuditEntry.objects.count()
    done = deeds(cycle, buss, other, buss.placements.first())
    (
        done.pop("publish"),
        done.pop("start_run"),
        done.pop("split"),
        done.pop("choose_quote"),
        done.pop("refuse_quote"),
    )
    for name in ("move", "forget_quote", "take_away", "put_back"):
        done.pop(name)
    for deed in done.values():
        deed(lead)
    lines = AuditEntry.objects.order_by("id")[before:]
    assert len(lines) == len(done)
    for line in lines:
        assert line.actor_name == "Lena Ledare"
        assert "–" not in audit.in_words(line).replace(" – ", "")


def test_address_follows_the_name_until_publication_and_stands_after(
    cycle, edition, lead, say, run_of, two_themes
):
    published = Theme.objects.get(slug="resor")
    actions.rename(published, "Resa utan bil", by=lead)
    published.refresh_from_db()
    assert published.slug == "resor"
    new = actions.split(published, [Placement.objects.first().pk], "Sena turer", by=lead)
    actions.rename(new, "Bussar på natten", by=lead)
    new.refresh_from_db()
    assert new.slug == "bussar-pa-natten"


def test_two_themes_beside_each_other_cannot_share_a_name(cycle, two_themes, lead):
    with pytest.raises(ValidationError, match="finns redan ett tema"):
        actions.rename(Theme.objects.get(slug="resor"), "vård", by=lead)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_name_that_is_empty_or_too_long_gets_one_clear_sentence(buss, lead, name):
    with pytest.raises(ValidationError) as caught:
        actions.rename(buss, name, by=lead)
    assert len(caught.value.messages) == 1


def test_breaking_out_twice_makes_one_theme(cycle, two_themes, lead, theme_named):
    chosen = [theme_named("Buss").placements.first().pk]
    actions.split(theme_named("Resor"), chosen, "Nattbussar", by=lead)
    with pytest.raises(ValidationError, match="ligger inte längre i ”Resor”"):
        actions.split(theme_named("Resor"), chosen, "Nattbussar", by=lead)
    assert Theme.objects.filter(name="Nattbussar").count() == 1
    assert theme_named("Nattbussar").placements.count() == 1


def test_what_is_broken_out_cannot_take_the_name_of_a_theme_beside_it(two_themes, lead, theme_named):
    with pytest.raises(ValidationError, match="finns redan ett tema"):
        actions.split(theme_named("Resor"), [theme_named("Buss").placements.first().pk], "vård", by=lead)


def test_merged_theme_brings_topics_statements_and_quotes_along(cycle, two_themes, lead):
    resor, vard = Theme.objects.get(slug="resor"), Theme.objects.get(slug="vard")
    quote = Placement.objects.filter(theme__parent=vard).first()
    actions.choose_quote(vard, quote, by=lead)
    actions.merge(vard, resor, by=lead)
    assert Theme.objects.get(slug="vardcentral").parent == resor
    assert QuoteChoice.objects.get().theme == resor
    vard.refresh_from_db()
    assert (vard.state, vard.merged_into) == ("merged", resor)


def test_theme_cannot_be_merged_into_itself_or_its_own_part(two_themes, lead, buss):
    resor = buss.parent
    for target in (resor, buss):
        with pytest.raises(ValidationError):
            actions.merge(resor, target, by=lead)


def test_merging_again_and_again_leads_straight_to_the_last(cycle, two_themes, lead, theme_named):
    first = actions.split(theme_named("Resor"), [Placement.objects.first().pk], "Ett", by=lead)
    second = actions.split(theme_named("Vård"), [Placement.objects.last().pk], "Två", by=lead)
    actions.merge(first, second, by=lead)
    actions.merge(second, theme_named("Vård"), by=lead)
    first.refresh_from_db()
    assert first.merged_into == theme_named("Vård")


def state_of(cycle):
    themes = Theme.objects.filter(cycle=cycle, state__in=["proposed", "approved"])
    return (
        sorted(themes.values_list("pk", "parent", "name", "summary", "outside_reason")),
        sorted(Placement.objects.values_list("pk", "theme", "origin", "outside_reason", "strength_class")),
    )


@pytest.mark.parametrize(
    "verb",
    ["rename", "write_summary", "mark_outside", "mark_inside", "move", "split", "mark_statements", "merge"],
)
def test_taking_back_restores_the_book(verb, cycle, buss, theme_named, lead):
    before = state_of(cycle)
    deeds(cycle, buss, theme_named("Vårdcentral"), buss.placements.first())[verb](lead)
    if verb != "mark_inside":
        assert state_of(cycle) != before
    actions.undo(latest(cycle), by=lead)
    assert state_of(cycle) == before


def test_taking_back_what_a_later_decision_builds_on_names_that_one(cycle, buss, lead, theme_named):
    before = state_of(cycle)
    place, care = buss.placements.first(), theme_named("Vårdcentral")
    actions.move(cycle, [place.pk], care, by=lead)
    first = latest(cycle)
    actions.move(cycle, [place.pk], buss.parent, by=lead)
    with pytest.raises(ValidationError, match="Ångra först det här: 1 tanke flyttades till ”Resor”"):
        actions.undo(first, by=lead)
    actions.undo(latest(cycle), by=lead)
    actions.undo(latest(cycle), by=lead)
    assert state_of(cycle) == before
    assert latest(cycle) is None


def test_scope_is_a_judgement_with_history(cycle, buss, lead):
    actions.mark_outside(buss, "beyond_influence", by=lead, note="Staten bestämmer.")
    actions.mark_inside(buss, by=lead)
    judged = current("theme", [str(buss.pk)], "scope")[str(buss.pk)]
    assert (judged.value, judged.author_name) == ("in", "Lena Ledare")


@pytest.mark.parametrize("reason", ["", "trams"])
def test_marking_outside_needs_a_known_reason(buss, lead, reason):
    with pytest.raises(ValidationError):
        actions.mark_outside(buss, reason, by=lead)


def test_moving_nothing_or_what_is_gone_says_so(cycle, buss, lead):
    for wanted in ([], [10**9]):
        with pytest.raises(ValidationError) as caught:
            actions.move(cycle, wanted, buss, by=lead)
        assert len(caught.value.messages) == 1


def test_answer_without_content_counts_as_content_when_a_person_moves_it(
    cycle, say, run_of, two_themes, lead, theme_named
):
    voices = two_themes + say("vet ej")
    run_of(voices, {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}, empty=[12])
    placement = Placement.objects.get(contribution=voices[12])
    assert (placement.theme, placement.strength_class) == (None, "no_content")
    actions.move(cycle, [placement.pk], theme_named("Buss"), by=lead)
    placement.refresh_from_db()
    assert (placement.theme, placement.strength_class) == (theme_named("Buss"), "near")


def test_flagged_text_cannot_be_chosen_as_a_quote(two_themes, lead, buss):
    from medskick.process.contributions.models import Contribution

    Contribution.objects.filter(pk=two_themes[0].pk).update(flags=["abuse"])
    with pytest.raises(ValidationError, match="citeras aldrig"):
        actions.choose_quote(buss, Placement.objects.get(contribution=two_themes[0]), by=lead)
