"""What visitors meet when something goes wrong: a plain sentence and a way on."""

from __future__ import annotations

import pytest

from medskick.ground.ui import views


@pytest.mark.parametrize(
    ("view", "status", "sentence"),
    [
        (views.bad_request, 400, "inte läsa det du skickade"),
        (views.not_found, 404, "Vi hittar inte sidan"),
        (views.forbidden, 403, "inte öppen för dig"),
        (views.csrf_failure, 403, "öppen för länge"),
        (views.too_many, 429, "Vänta en liten stund"),
        (views.server_error, 500, "Något gick fel hos oss"),
    ],
)
def test_each_fault_has_a_page_of_its_own(rf, db, view, status, sentence):
    response = view(rf.get("/"))
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "Set-Cookie" not in response.headers


def test_the_page_for_our_own_faults_needs_nothing_that_may_be_broken(rf, monkeypatch):
    monkeypatch.setattr("medskick.ground.ui.bundle.load", lambda *given: pytest.fail("looked for the bundle"))
    assert views.server_error(rf.get("/")).status_code == 500


def test_too_many_tries_says_how_long_to_wait(rf, db):
    assert views.too_many(rf.get("/"), wait=120)["Retry-After"] == "120"
