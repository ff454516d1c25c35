"""Pages about background work, as staff meet them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from medskick.ground.core.access import Viewer
from medskick.ground.jobs import actions, registry, running
from medskick.ground.jobs.models import Job, State
from medskick.ground.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, settings):
    """Sign somebody in: ``staff("analyst")`` gives (client, viewer)."""

    def sign_in(role: str, email: str = "anna@region.example"):
        user = User.objects.create_user(email, name="Anna Åström", roles=[role])
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client, Viewer(user.pk, user.get_full_name(), frozenset([role]))

    return sign_in


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.job("test.page", label="Provarbete", rule="jobs.list")(lambda ctx: {"address": "/teman/"})
    return "test.page"


def test_visitors_are_sent_to_sign_in(client):
    assert client.get(reverse("jobs:list")).status_code == 302


def test_the_list_holds_ones_own_work_only(staff, kind):
    client, anna = staff("analyst")
    actions.start(kind, by=anna, title="Annas analys")
    actions.start(kind, by=Viewer(999, "Bo", frozenset({"analyst"})), title="Bos analys")
    page = client.get(reverse("jobs:list")).content.decode()
    assert "Annas analys" in page
    assert "Bos analys" not in page


def test_administrators_see_all_work(staff, kind):
    client, _viewer = staff("administrator")
    actions.start(kind, by=Viewer(999, "Bo", frozenset({"analyst"})), title="Bos analys")
    assert "Bos analys" in client.get(reverse("jobs:list")).content.decode()


def test_the_list_asks_the_database_as_often_for_many_jobs_as_for_few(
    staff, kind, django_assert_max_num_queries
):
    client, anna = staff("administrator")
    for n in range(60):
        actions.start(kind, by=anna, title=f"Analys {n}")
    client.get(reverse("jobs:list"))
    with django_assert_max_num_queries(15):
        client.get(reverse("jobs:list"))


def test_an_active_job_is_followed_with_and_without_script(staff, kind):
    client, anna = staff("analyst")
    job = actions.start(kind, by=anna)
    page = client.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert "data-job-progress" in page
    assert 'data-events="/live/' in page
    assert f'data-status="/arbetsyta/arbeten/{job.pk}/lage/"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "Väntar på sin tur." in page


def test_a_finished_job_leads_to_its_result_and_is_not_reloaded(staff, kind):
    client, anna = staff("analyst")
    job = actions.start(kind, by=anna)
    running.run_waiting()
    page = client.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert 'href="/teman/"' in page
    assert "refresh" not in page


def test_the_state_is_also_json(staff, kind):
    client, anna = staff("analyst")
    job = actions.start(kind, by=anna)
    running.run_waiting()
    assert client.get(reverse("jobs:status", args=[job.pk])).json() == {
        "state": "done",
        "what": "Arbetet är klart.",
        "detail": "",
        "share": 100.0,
        "url": "/teman/",
    }


def test_somebody_elses_job_is_not_there(staff, kind):
    client, _anna = staff("analyst")
    job = actions.start(kind, by=Viewer(999, "Bo", frozenset({"analyst"})))
    for name in ("jobs:detail", "jobs:status"):
        assert client.get(reverse(name, args=[job.pk])).status_code == 404
    for name in ("jobs:cancel", "jobs:retry"):
        assert client.post(reverse(name, args=[job.pk])).status_code == 404
    assert Job.objects.get().state == State.QUEUED


def test_a_job_is_cancelled_and_tried_again_from_its_page(staff, kind):
    client, anna = staff("analyst")
    job = actions.start(kind, by=anna)
    client.post(reverse("jobs:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert "Försök igen" in client.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    client.post(reverse("jobs:retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_cancelling_takes_a_post(staff, kind):
    client, anna = staff("analyst")
    job = actions.start(kind, by=anna)
    assert client.get(reverse("jobs:cancel", args=[job.pk])).status_code == 405


def test_cancelling_needs_the_form_of_our_own_page(staff, kind):
    from django.test import Client

    _client, anna = staff("analyst")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    job = actions.start(kind, by=anna)
    assert strict.post(reverse("jobs:cancel", args=[job.pk])).status_code == 403


@pytest.mark.parametrize(("role", "shown"), [("administrator", True), ("analyst", False)])
def test_technical_details_are_for_administrators(staff, kind, settings, role, shown):
    settings.JOBS_RETRY_AFTER = 0
    registry.job("test.broken", label="Trasigt", rule="jobs.list")(lambda ctx: 1 / 0)
    client, viewer = staff(role)
    job = actions.start("test.broken", by=viewer)
    running.run_waiting()
    page = client.get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert "Försök en gång till" in page
    assert ("ZeroDivisionError" in page) == shown


@pytest.mark.parametrize("address", ["https://annan.example/", "//annan.example/", "javascript:x", 7])
def test_a_result_never_leads_to_another_site(staff, kind, address):
    registry.job("test.away", label="Bort", rule="jobs.list")(lambda ctx: {"address": address})
    client, viewer = staff("analyst")
    job = actions.start("test.away", by=viewer)
    running.run_waiting()
    assert "url" not in client.get(reverse("jobs:status", args=[job.pk])).json()
