"""Ask, check, and put what holds beside the extractive text of each theme and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from ..contract import Options
from ..stages.corpus import Corpus
from ..stages.ids import Ids
from ..stages.placing import THEME, Placing
from . import prompts
from .archive import Archive, question_of
from .client import Client, NoAnswerError
from .material import group_of, readable_statements
from .schema import SCHEMA, Answer, WrongFormError, read_answer
from .settings import LanguageModel
from .stance import Leaning, cues
from .templates import TEMPLATES
from .validators import Checked, Group, RejectedError, check_heading, check_sentence

FEWEST_STATEMENTS = 3
FAILURES_IN_A_ROW = 3
MOST_TOKENS = 700
EXTRACTIVE = "extractive"
Tick = Callable[[int, int], None]


@dataclass
class _Record:
    """What came of the questions, for the document. Tells nothing of where an answer came from: endpoint or archive."""

    asked: int = 0
    unanswered: int = 0
    written: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


class _Source:
    """Answers from the archive, else from the endpoint; after a few failures in a row only from the archive."""

    def __init__(self, model: LanguageModel, seed: int) -> None:
        self._archive = Archive(model.archive, model.key)
        self._client = Client(model) if model.url else None
        self._host = urlsplit(model.url).hostname or ""
        self._model = model
        self._failures = 0
        self._parameters = {
            "temperature": 0,
            "seed": seed,
            "max_tokens": MOST_TOKENS,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "forslag", "strict": False, "schema": SCHEMA},
            },
        }

    def answer(self, messages: list[dict[str, str]]) -> str | None:
        question = question_of(self._model.name, prompts.VERSION, messages, self._parameters)
        kept = self._archive.find(question)
        if kept is not None or self._client is None or self._failures >= FAILURES_IN_A_ROW:
            return kept
        try:
            said = self._client.ask(messages, self._parameters)
        except NoAnswerError as error:
            self._failures += 1
            self._archive.tell(question, "no answer", self._host, reason=error.reason)
            return None
        self._failures = 0
        return self._archive.keep(question, said, self._host)


def add_wording(
    document: dict[str, Any],
    corpus: Corpus,
    family: np.ndarray,
    placing: Placing,
    ids: Ids,
    options: Options,
    *,
    leaning: Leaning = cues,
    tick: Tick | None = None,
) -> None:
    """Put `language_model` on the document, `label_by_model` and `in_short` on its themes, a label on its topics.

    Every text is {text, made_by, evidence: statement ids, approved: None}. A sentence that fails a check is replaced
    by a quote (`made_by` "extractive"). Labels, keywords, quotes and counts that were there are not touched.
    """
    model = options.language_model
    if model is None:
        return
    record, source = _Record(), _Source(model, options.seed)
    readable = readable_statements(corpus, family, placing, options.lang)
    made_by = f"{model.name}, prompt {prompts.VERSION}"
    topics = Counter(node["parent"] for node in document["themes"] if node["parent"])
    # A theme's only topic is the theme once more.
    nodes = [n for n in document["themes"] if n["kind"] == THEME and topics[n["parent"]] != 1]
    taken = {node["label"].casefold() for node in document["themes"]}
    members = _members(placing, ids)
    for number, node in enumerate(nodes):
        if tick:
            tick(number, len(nodes))
        group = group_of(readable, members[node["id"]], node)
        answer = _answer(source, group, record) if len(group.given) >= FEWEST_STATEMENTS else None
        _label(node, answer, group, taken, made_by, record, leaning)
        if node["parent"] is None:
            _in_short(node, answer, group, made_by, record, leaning, corpus, members[node["id"]])
    document["language_model"] = {
        "model": model.name,
        "prompt": prompts.VERSION,
        "asked": record.asked,
        "unanswered": record.unanswered,
        "written": record.written,
        "rejected": dict(sorted(record.rejected.items())),
    }


def _answer(source: _Source, group: Group, record: _Record) -> Answer | None:
    record.asked += 1
    messages = prompts.messages(
        [(key, voice.text) for key, voice in group.given.items()],
        list(group.words.items()),
        {name: template.text for name, template in TEMPLATES.items()},
    )
    said = source.answer(messages)
    if said is None:
        record.unanswered += 1
        return None
    try:
        return read_answer(said)
    except WrongFormError:
        record.rejected["form"] += 1
        return None


def _label(
    node: dict[str, Any],
    answer: Answer | None,
    group: Group,
    taken: set[str],
    made_by: str,
    record: _Record,
    leaning: Leaning,
) -> None:
    node["label_by_model"] = None
    if answer is None or answer.heading is None:
        return
    try:
        checked = check_heading(answer.heading, group, lambda text: text.casefold() in taken, leaning)
    except RejectedError as error:
        record.rejected[error.reason] += 1
        return
    taken.add(checked.text.casefold())
    record.written += 1
    node["label_by_model"] = _written(checked, made_by)


def _in_short(
    node: dict[str, Any],
    answer: Answer | None,
    group: Group,
    made_by: str,
    record: _Record,
    leaning: Leaning,
    corpus: Corpus,
    own: np.ndarray,
) -> None:
    """The sentences that hold, and a quote in place of each that does not."""
    rows: list[dict[str, Any]] = []
    failed = answer.wrong if answer else 0
    record.rejected["form"] += failed
    for slots in answer.sentences if answer else ():
        try:
            checked = check_sentence(slots, group, leaning)
        except RejectedError as error:
            record.rejected[error.reason] += 1
            failed += 1
            continue
        if any(row["text"] == checked.text for row in rows):
            record.rejected["repeated"] += 1
            continue
        rows.append({**_written(checked, made_by), "persons": checked.persons, "of": checked.of})
        record.written += 1
    record.rejected = +record.rejected
    quotes = node["quotes"][: max(failed, 0 if rows else 1)]
    node["in_short"] = rows + [_quoted(quote, corpus, own) for quote in quotes]


def _written(checked: Checked, made_by: str) -> dict[str, Any]:
    return {
        "text": checked.text,
        "phrase": checked.phrase,
        "made_by": made_by,
        "evidence": list(checked.evidence),
        "approved": None,
    }


def _quoted(quote: dict[str, Any], corpus: Corpus, own: np.ndarray) -> dict[str, Any]:
    source = [
        corpus.statement_id(int(s))
        for s in own
        if corpus.contributions[corpus.owner[s]].id == quote["contribution_id"]
        and corpus.start[s] == quote["start"]
    ]
    return {
        "text": quote["text"],
        "made_by": EXTRACTIVE,
        "evidence": source,
        "approved": None,
        "contribution_id": quote["contribution_id"],
    }


def _members(placing: Placing, ids: Ids) -> dict[str, np.ndarray]:
    """Statements of every theme and topic, by id."""
    found = {own: np.flatnonzero(placing.topic == topic) for topic, own in enumerate(ids.topics)}
    themes = placing.theme_of_topic[placing.topic] if len(placing.topic) else placing.topic
    found.update({own: np.flatnonzero(themes == theme) for theme, own in enumerate(ids.themes)})
    return found
