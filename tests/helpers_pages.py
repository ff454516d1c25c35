"""Pages of editors for tests: one of every kind, with every kind of block that needs no file."""

from __future__ import annotations

from typing import Any

BODY = [
    ("heading", "Om bussarna"), ("paragraph", "<p>Bussarna går sällan.</p><ul><li>Ett</li></ul>"),
    ("facts", {"title": "Fakta", "text": "<p>41 personer</p>"}),
    ("film", {"title": "Film", "file": None, "captions": None, "address": "https://film.example/x",
              "transcript": "<p>Hej</p>"}),
]  # fmt: skip


def fill(home: Any) -> None:
    """Publish news, questions, material and a free page below the home page."""
    from medskick.doors.pages import models

    news, questions = models.NewsIndexPage.objects.get(), models.QuestionsPage.objects.get()
    shelf = models.MaterialIndexPage.objects.get()
    news.add_child(
        instance=models.NewsPage(
            title="Mötet", slug="motet", lead="Kort", author="P", body=BODY, municipality="2506"
        )
    )
    shelf.add_child(instance=models.MaterialPage(title="Låda", slug="lada", body=BODY))
    home.add_child(instance=models.FreePage(title="Öppet hus", slug="oppet-hus", body=BODY))
    questions.questions = [
        ("question", {"question": "Vem bestämmer?", "answer": "<p>Fullmäktige.</p>", "anchor": "vem"}),
        ("question", {"question": "När är det klart?", "answer": "<p>I november.</p>", "anchor": "nar"}),
    ]
    questions.save()
