"""A sender says that a voice came wrong: the form knows its themes and those beside them; staff reads the choice."""

import pytest

from helpers_contributions import hidden_fields
from helpers_people import viewer_for
from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.process.contributions import actions as inlet
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Correction
from medskick.process.insights import actions
from medskick.process.insights.models import Theme

pytestmark = pytest.mark.django_db
ANNA = viewer_for("moderator", user_id=1, name="Anna")


@pytest.fixture
def address(cycle, lead, two_themes, run_of):
    """Where the sender of a voice in the theme Resor corrects it."""
    submission = inlet.receive(cycle, [Answer(text="Buss till byn")], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    inlet.pass_(one, by=ANNA)
    run_of([*two_themes, one], {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    return f"/kvitto/{submission.receipt.code}/{one.number}/ratta/"


def test_the_chain_tells_what_lies_beside_a_theme(address):
    beside = chain.beside([Ref("theme", "resor"), Ref("theme", "finns-inte")], PUBLIC)
    assert beside == {Ref("theme", "resor"): [Ref("theme", "vard")]}


def test_the_form_says_where_it_lies_and_what_is_chosen_becomes_lines_of_the_correction(client, address):
    body = client.get(f"{address}?tema=1").content.decode()
    assert "Den ligger i temat:" in body
    assert "Resor" in body
    assert '<option value="vard">Vård</option>' in body
    assert '<option value="resor">' not in body
    sent = {**hidden_fields(body), "better": "vard", "text": "Det gäller sjukresor."}
    assert client.post(f"{address}?tema=1", sent).status_code == 303
    assert Correction.objects.get().text == (
        "Ligger i temat: Resor\nHör hemma i temat: Vård\n\nDet gäller sjukresor."
    )


def test_one_may_not_know_and_need_not_say_more_and_staff_reads_it_in_their_language(client, address):
    body = client.get(f"/en{address}?tema=1").content.decode()
    assert "I do not know" in body
    assert client.post(f"/en{address}?tema=1", {**hidden_fields(body), "better": "?"}).status_code == 303
    text = Correction.objects.get().text
    assert text == "Ligger i temat: Resor\nHör hemma i ett annat tema. Avsändaren vet inte vilket."


def test_nothing_chosen_is_told_at_its_field(client, address):
    body = client.get(f"{address}?tema=1").content.decode()
    page = client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "", "text": "Fel"})
    assert page.status_code == 422
    assert "Välj ett tema, eller ”Jag vet inte”." in page.content.decode()
    assert not Correction.objects.exists()


def test_before_anything_is_published_it_is_the_plain_correction(client, cycle):
    submission = inlet.receive(cycle, [Answer(text="Buss till byn")], client_key="k" * 20, by=PUBLIC)
    number = submission.contributions.get().number
    body = client.get(f"/kvitto/{submission.receipt.code}/{number}/ratta/?tema=1").content.decode()
    assert "Vad vill du rätta eller lägga till?" in body
