"""Keep what a language model proposed in a run, and find the themes of the book that it is about."""

from __future__ import annotations

from collections import Counter
from typing import Any

from medskick.process.insights.models import ModelDecision, ModelText, Placement, Run
from medskick.process.insights.queries import words

Place = tuple[int, str, int, int]
EXTRACTIVE = "extractive"


def store(run: Run, document: dict[str, Any], places: dict[str, Place]) -> None:
    """The run's labels and sentences by a model, as they stand in result.json. places: by the engine's statement id.

    An earlier try's rows go first. Without a decision in the run's options there are none.
    """
    run.model_texts.all().delete()
    decision = ModelDecision.objects.filter(pk=run.options.get("language_model") or 0).first()
    if decision is None or not document.get("language_model"):
        return
    rows: list[ModelText] = []
    for node in document["themes"]:
        label = node.get("label_by_model")
        sentences = [row for row in node.get("in_short", []) if row["made_by"] != EXTRACTIVE]
        proposed = [(ModelText.Part.LABEL, [label] if label else []), (ModelText.Part.SENTENCE, sentences)]
        for part, made in proposed:
            rows += [_text(run, decision, node["id"], part, n, row, places) for n, row in enumerate(made)]
    ModelText.objects.bulk_create(rows, batch_size=200)


def attach(run: Run) -> None:
    """Point each text at the theme of the book that holds most of what it was made of."""
    texts = list(run.model_texts.all())
    topics = set(run.themes.exclude(parent_key="").values_list("key", flat=True))
    wanted = {place[0] for text in texts for place in text.evidence}
    placed = {
        (row.contribution_id, row.field, row.start, row.end): row.theme
        for row in Placement.objects.filter(cycle=run.cycle_id, contribution__in=wanted).select_related(
            "theme"
        )
    }
    for text in texts:
        homes = [placed.get((pk, field, start, end)) for pk, field, start, end in text.evidence]
        counted = Counter(
            home.pk if text.key in topics else (home.parent_id or home.pk)
            for home in homes
            if home is not None
        )
        text.theme_id = min(counted, key=lambda pk: (-counted[pk], pk)) if counted else None
    ModelText.objects.bulk_update(texts, ["theme"], batch_size=200)


def _text(
    run: Run,
    decision: ModelDecision,
    key: str,
    part: str,
    order: int,
    row: dict[str, Any],
    places: dict[str, Place],
) -> ModelText:
    evidence = [places[own] for own in row["evidence"] if own in places]
    support = sorted({place[0] for place in evidence})
    return ModelText(
        run=run,
        decision=decision,
        key=key,
        part=part,
        order=order,
        text=row["text"],
        made_by=row["made_by"],
        words=[{"word": word, "support": support} for word in words.words_of_name(row["phrase"])],
        evidence=[list(place) for place in evidence],
    )
