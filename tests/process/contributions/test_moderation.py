"""Decisions: who may, what follows, how it is undone, and that every voice stays in the sum."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, Role, allowed
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Appeal, Contribution, Decision, Report, State
from medskick.process.contributions.queries import staff

pytestmark = pytest.mark.django_db
MODERATOR = viewer_for("moderator", user_id=1, name="Maja")
OTHER = viewer_for("moderator", user_id=2, name="Nils")
LEAD = viewer_for("process_lead", user_id=3, name="Lena")


@pytest.fixture
def sent(cycle):
    """Store a text and give back (contribution, receipt)."""

    def make(text: str = "Fler bussar", key: str = "", **fields):
        key = key or f"key-{Contribution.objects.count()}-{text[:8]}"
        submission = actions.receive(cycle, [Answer(text=text, **fields)], client_key=key, by=PUBLIC)
        return submission.contributions.get(), submission.receipt

    return make


def flag(one: Contribution, *kinds: str) -> None:
    Contribution.objects.filter(pk=one.pk).update(flags=list(kinds))


@pytest.mark.parametrize("role", [role for role in Role.values if role not in {"moderator", "process_lead"}])
def test_only_moderators_and_process_leads_decide(sent, role):
    one, _receipt = sent()
    for act in (
        lambda by: actions.pass_(one, by=by),
        lambda by: actions.hide(one, "spam", by=by),
        lambda by: actions.restore(one, by=by),
        lambda by: actions.pass_many([one], by=by),
        lambda by: actions.hide_many([one], "spam", by=by),
        lambda by: actions.undo("x", by=by),
        lambda by: actions.add_mask(one, "text", 0, 2, "name", by=by),
    ):
        for by in (viewer_for(role, user_id=9), PUBLIC):
            with pytest.raises(PermissionDenied):
                act(by)
    assert Contribution.objects.get().state == State.WAITING


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("role", ["", *Role.values])
def test_rules_and_visible_to_agree_for_every_state_and_viewer(sent, state, role):
    one, _receipt = sent()
    Contribution.objects.filter(pk=one.pk).update(
        state=state, hidden_reason="spam" if state == "hidden" else ""
    )
    one.refresh_from_db()
    viewer = viewer_for(role) if role else PUBLIC
    in_list = Contribution.objects.visible_to(viewer).filter(pk=one.pk).exists()
    assert in_list == allowed("contributions.read", viewer, one)
    assert (one.number in queries.public_texts([one.number], PUBLIC)) == (state == State.VISIBLE)


def test_hiding_needs_a_known_reason(sent):
    one, _receipt = sent()
    with pytest.raises(ValidationError):
        actions.hide(one, "tycker illa om", by=MODERATOR)


def test_a_decision_leaves_a_line_in_the_log_in_words(sent):
    one, _receipt = sent()
    actions.hide(one, "secrecy", by=MODERATOR, note="gäller en pågående upphandling")
    lines = [line.sentence for line in staff.log(one, MODERATOR)]
    assert f"Maja dolde medskick {one.number}: uppgifter som omfattas av sekretess" in lines


def test_a_decision_on_what_somebody_else_already_decided_is_refused_in_words(sent):
    one, _receipt = sent()
    actions.hide(one, "spam", by=MODERATOR)
    with pytest.raises(ValidationError, match="har ändrats"):
        actions.pass_(one, by=OTHER)


def test_bulk_leaves_flagged_reported_and_suspect_to_a_person(sent):
    plain, flagged, suspect = sent("a")[0], sent("b")[0], sent("c")[0]
    flag(flagged, "abuse")
    Contribution.objects.filter(pk=suspect.pk).update(suspect=True)
    _batch, done, left = actions.pass_many([plain, flagged, suspect], by=MODERATOR)
    assert (done, left) == (1, 2)
    assert list(Contribution.objects.filter(state=State.VISIBLE)) == [plain]


def test_a_group_larger_than_a_class_is_read_by_a_person(sent, cycle):
    class_, petition = sent("a", persons=30)[0], sent("b", persons=31)[0]
    rule = actions.approve_rule(cycle, ["web"], pass_personal=True, by=LEAD)
    assert actions.pass_many([petition], by=MODERATOR)[1:] == (0, 1)
    assert actions.apply_rule(rule, by=LEAD) == 1
    assert list(Contribution.objects.filter(state=State.VISIBLE)) == [class_]


def test_a_rule_never_passes_flagged_ones_even_those_already_waiting(sent, cycle):
    plain, flagged = sent("a")[0], sent("b")[0]
    flag(flagged, "threat")
    rule = actions.approve_rule(cycle, ["web"], pass_personal=True, by=LEAD)
    assert actions.apply_rule(rule, by=LEAD) == 1
    assert list(Contribution.objects.filter(state=State.VISIBLE)) == [plain]


def test_a_person_can_pass_a_flagged_one_alone_but_it_is_never_quoted(sent, cycle):
    one, _receipt = sent()
    flag(one, "abuse")
    actions.pass_(one, by=MODERATOR)
    assert [text.quotable for text in queries.visible_texts(cycle, MODERATOR)] == [False]


def test_undo_puts_back_what_was_before_and_leaves_what_has_been_decided_since(sent):
    first, second, third = (sent(text)[0] for text in "abc")
    actions.pass_(third, by=MODERATOR)
    batch, done, _left = actions.hide_many([first, second, third], "spam", by=MODERATOR)
    assert done == 3
    actions.restore(second, by=OTHER)
    assert actions.undo(batch, by=MODERATOR) == (2, 1)
    states = dict(Contribution.objects.values_list("text", "state"))
    assert states == {"a": State.WAITING, "b": State.VISIBLE, "c": State.VISIBLE}
    assert not Contribution.objects.exclude(hidden_reason="").exists()


def test_undoing_twice_is_refused_in_words(sent):
    batch, _done, _left = actions.hide_many([sent()[0]], "spam", by=MODERATOR)
    actions.undo(batch, by=MODERATOR)
    assert actions.undo(batch, by=MODERATOR) == (0, 1)
    with pytest.raises(ValidationError):
        actions.undo("no such batch", by=MODERATOR)


def test_the_sender_takes_it_back_for_good_and_the_original_stays(sent):
    one, receipt = sent("Fler bussar")
    actions.pass_(one, by=MODERATOR)
    actions.withdraw(one, receipt, by=PUBLIC, note="ångrade mig")
    one.refresh_from_db()
    assert (one.state, one.text) == (State.WITHDRAWN, "Fler bussar")
    with pytest.raises(ValidationError):
        actions.restore(one, by=MODERATOR)


def test_a_receipt_opens_only_what_came_with_it(sent):
    one, _receipt = sent("a")
    _other, others_receipt = sent("b")
    for act in (
        lambda: actions.withdraw(one, others_receipt, by=PUBLIC),
        lambda: actions.correct(one, others_receipt, "nej", client_key="x" * 9),
        lambda: actions.appeal(one, others_receipt, "nej"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_appeal_is_decided_by_another_person_than_the_one_who_hid_it(sent):
    one, receipt = sent()
    actions.hide(one, "abuse", by=MODERATOR)
    appeal = actions.appeal(one, receipt, "Det var ironi")
    with pytest.raises(PermissionDenied):
        actions.decide_appeal(appeal, True, "ok", by=MODERATOR)
    actions.decide_appeal(appeal, True, "Du har rätt, det var ironi.", by=OTHER)
    one.refresh_from_db()
    assert one.state == State.VISIBLE


def test_who_hid_it_cannot_slip_past_the_appeal_by_restoring(sent):
    one, receipt = sent()
    actions.hide(one, "abuse", by=MODERATOR)
    actions.appeal(one, receipt, "")
    with pytest.raises(ValidationError, match="överklagat"):
        actions.restore(one, by=MODERATOR)


def test_a_kept_appeal_answers_the_sender_and_leaves_it_hidden(sent):
    one, receipt = sent()
    actions.hide(one, "abuse", by=MODERATOR)
    appeal = actions.appeal(one, receipt, "")
    with pytest.raises(ValidationError, match="svar"):
        actions.decide_appeal(appeal, False, "  ", by=OTHER)
    actions.decide_appeal(appeal, False, "Orden riktar sig mot en person.", by=OTHER)
    one.refresh_from_db()
    assert one.state == State.HIDDEN
    assert one.appeals.get().answer == "Orden riktar sig mot en person."


def test_there_is_one_open_appeal_at_a_time(sent):
    one, receipt = sent()
    actions.hide(one, "spam", by=MODERATOR)
    assert actions.appeal(one, receipt, "a").pk == actions.appeal(one, receipt, "a").pk
    with pytest.raises(ValidationError, match="redan bett oss titta igen"):
        actions.appeal(one, receipt, "b")


def test_withdrawing_makes_an_open_appeal_moot(sent):
    one, receipt = sent()
    actions.hide(one, "spam", by=MODERATOR)
    actions.appeal(one, receipt, "a")
    actions.withdraw(one, receipt, by=PUBLIC)
    assert Appeal.objects.get().outcome == Appeal.Outcome.MOOT


def test_hiding_settles_the_reports_and_letting_it_show_settles_one(sent):
    one, _receipt = sent()
    actions.pass_(one, by=MODERATOR)
    one.refresh_from_db()
    first = actions.report(one, "personal", "", client_key="r" * 9)
    actions.report(one, "spam", "", client_key="s" * 9)
    actions.handle_report(first, by=MODERATOR)
    actions.hide(one, "personal", by=OTHER)
    assert sorted(Report.objects.values_list("outcome", flat=True)) == ["hidden", "kept"]


def test_pressing_the_report_button_twice_reports_once(sent):
    one, _receipt = sent()
    actions.pass_(one, by=MODERATOR)
    one.refresh_from_db()
    for _press in range(2):
        actions.report(one, "spam", "", client_key="r" * 9)
    assert Report.objects.count() == 1


def test_a_mask_added_by_words_covers_every_place_and_can_be_lifted(sent):
    one, _receipt = sent("Fråga kiosken. KIOSKEN vet. kiosken kan.")
    actions.pass_(one, by=MODERATOR)
    one.refresh_from_db()
    made = actions.mask_words(one, "kiosken", "other", by=MODERATOR)
    assert len(made) == 3
    assert "kiosk" not in queries.public_segments(one).plain.casefold()
    actions.lift_mask(made[0], by=MODERATOR)
    assert "Fråga kiosken." in queries.public_segments(one).plain


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1), (0, 10_000)])
def test_a_mask_outside_the_text_is_refused_in_words(sent, start, end):
    one, _receipt = sent()
    with pytest.raises(ValidationError, match="plats i texten"):
        actions.add_mask(one, "text", start, end, "name", by=MODERATOR)


def test_a_correction_shows_only_after_a_person_has_passed_it_and_is_masked(sent):
    one, receipt = sent()
    actions.pass_(one, by=MODERATOR)
    correction = actions.correct(one, receipt, "Ring 070-174 06 05", client_key="c" * 9)
    assert queries.public_contribution(one.number).corrections == ()
    actions.decide_correction(correction, True, by=MODERATOR)
    (shown,) = queries.public_contribution(one.number).corrections
    assert "070" not in "".join(piece.text for piece in shown)


def test_the_ledger_counts_texts_and_persons_in_four_queries(sent, cycle, django_assert_num_queries):
    sent("a", persons=20, sender_kind="school_class")
    actions.hide(sent("b")[0], "spam", by=MODERATOR)
    actions.withdraw(*sent("c"), by=PUBLIC)
    with django_assert_num_queries(4):
        told = queries.ledger(cycle)
    assert told.stands
    assert told.received == queries.Amount(3, 22)
    assert told.hidden_by_reason == {"spam": queries.Amount(1, 1)}


def test_every_decision_is_both_a_row_and_a_line_of_the_log(sent):
    one, _receipt = sent()
    actions.pass_(one, by=MODERATOR)
    actions.hide(one, "spam", by=MODERATOR)
    actions.restore(one, by=MODERATOR)
    assert Decision.objects.count() == 3
    assert AuditEntry.objects.filter(ref_kind="contribution").count() == 3


def test_a_municipality_is_named_only_where_five_persons_share_it_in_the_channel(sent):
    ones = [sent(f"t{number}", municipality="2521")[0] for number in range(5)]
    for one in ones[:4]:
        actions.pass_(one, by=MODERATOR)
    assert queries.public_contribution(ones[0].number).municipality == ""
    actions.pass_(ones[4], by=MODERATOR)
    assert queries.public_contribution(ones[0].number).municipality == "Pajala"
    actions.hide(ones[4], "spam", by=MODERATOR)
    assert queries.public_contribution(ones[0].number).municipality == ""
