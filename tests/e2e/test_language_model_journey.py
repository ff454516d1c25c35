"""The switch of the language model, by keyboard: decide, try, read the public register, switch off."""

from __future__ import annotations

import re
import time

import pytest

from helpers_language_model import endpoint, honest, speaking
from helpers_people import PASSWORD

SWITCH = "/arbetsyta/analys/sprakmodell/"


@pytest.mark.usual_width("phone")
def test_a_decision_is_made_tried_shown_to_everybody_and_ended(hands, site, size):
    email = f"admin-{size}@exempel.invalid"
    site.make_staff(email, "administrator", name="Prov Admin")
    admin, visitor = hands("admin"), hands("visitor")
    with endpoint(speaking(honest)) as server:
        admin.open(SWITCH)
        admin.write("E-postadress", email)
        admin.write("Lösenord", PASSWORD)
        admin.press("Logga in", role="button")
        admin.page.wait_for_url(re.compile("/sprakmodell/"))
        admin.look("language-model-form")

        admin.press("Spara beslutet och slå på", role="button")
        admin.page.get_by_text("Kryssa i att du har rätt").first.wait_for()
        admin.look("language-model-form-wrong")

        admin.open(SWITCH)
        admin.write("Adress", server.url)
        admin.write("Modell och version", "liten-modell 1.0")
        admin.write("Var behandlas de, och av vem?", "På regionens dator i Luleå.")
        admin.write("Beslutets diarienummer", "RN 2026/117")
        admin.write("Varför?", "Så att fler orkar läsa.")
        admin.tab_to(re.compile("^Jag har rätt"))
        admin.page.keyboard.press("Space")
        admin.press("Spara beslutet och slå på", role="button")
        admin.page.get_by_role("heading", name="liten-modell 1.0 är på").wait_for()
        admin.look("language-model-on")

        admin.press("Prova anslutningen", role="button")
        ends = time.monotonic() + 60
        while "rätt form" not in admin.page.content() and time.monotonic() < ends:
            time.sleep(1)
            admin.open(SWITCH)
        assert "i rätt form" in admin.page.content()

        visitor.open("/sa-gar-det-till/register/")
        assert "RN 2026/117" in visitor.page.content()
        visitor.look("ai-register")
        visitor.open("/sa-gar-det-till/modellkort/")
        visitor.look("model-card")

        admin.press("Stäng av", role="button")
        admin.page.get_by_role("heading", name="Besluta och slå på").wait_for()
        admin.look("language-model-off")
    visitor.open("/en/sa-gar-det-till/register/")
    assert "Not in use" in visitor.page.content()
    visitor.look("ai-register-english")
