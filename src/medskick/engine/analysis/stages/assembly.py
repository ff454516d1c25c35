"""The themes as a document: ids, labels, counts, spread, quotes. What result.json says, as Python objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..contract import ENGINE_VERSION, PRIVATE, SCHEMA, Options
from ..criteria import asked_of
from ..represent import Representation
from ..represent.base import even_sample
from . import labels
from .corpus import Corpus
from .excerpts import Excerpts
from .ids import Ids
from .judging import Judged
from .leaves import leaves_of_topics
from .placing import ALONE, EMPTY, LANGUAGE, THEME, UNPLACED, Placing
from .points import Points, foreign_to
from .spread import spread_of_groups
from .tensions import add_tensions
from .vectors import Vectors

DIMENSIONS = ("municipality", "age", "channel", "sender")
MOST_META_VALUES = 30
MOST_SPEAKERS, LEAST_SPEAKERS = 60_000, 200
SET_LABELS = {UNPLACED: labels.UNPLACED_LABEL, ALONE: labels.ALONE_LABEL, EMPTY: labels.NO_CONTENT_LABEL}
KINDS = (THEME, UNPLACED, LANGUAGE, ALONE, EMPTY)
CLASSES = ("core", "near", "mixed", "weak", "no_content")


def name_all(
    corpus: Corpus,
    placing: Placing,
    family: np.ndarray,
    main: str,
    told: tuple[labels.Namer, list[int]] | None = None,
) -> tuple[list[labels.Name], list[labels.Name]]:
    """Names of all themes and topics: words from the texts where there are some to show, set phrases elsewhere."""
    namer, speakers = told or namer_of(corpus, placing, family, main)
    members: list[list[int]] = [[] for _ in placing.theme_of_topic]
    for number, statement in enumerate(speakers):
        members[placing.topic[statement]].append(number)
    ordinary = [t for t, theme in enumerate(placing.theme_of_topic) if placing.kind_of_theme[theme] == THEME]
    themes, topics = labels.name_groups(
        namer, [members[t] for t in ordinary], placing.theme_of_topic[ordinary]
    )
    for topic in range(len(ordinary), len(placing.theme_of_topic)):
        kind = placing.kind_of_theme[placing.theme_of_topic[topic]]
        keywords = () if kind == EMPTY else namer.name(members[topic], (), set(), parts=1).keywords
        topics.append(labels.Name(_set_label(kind, placing.lang_of_topic.get(topic)), keywords))
    for theme in range(len(themes), len(placing.kind_of_theme)):
        kind = placing.kind_of_theme[theme]
        below = [topics[t].keywords for t in np.flatnonzero(placing.theme_of_topic == theme)]
        themes.append(labels.Name(_set_label(kind, None), below[0] if len(below) == 1 else ()))
    return themes, topics


def namer_of(
    corpus: Corpus, placing: Placing, family: np.ndarray, main: str
) -> tuple[labels.Namer, list[int]]:
    """A namer, and the statements whose texts it knows, in its order."""
    speakers = _speakers(corpus, placing, family, main)
    senders = corpus.sending[corpus.owner[speakers]] if speakers else ()
    return labels.Namer([corpus.texts[s] for s in speakers], senders), speakers


def _set_label(kind: str, lang: str | None) -> str:
    if kind == LANGUAGE:
        return f"På {labels.language_name(lang)}" if lang else labels.LANGUAGES_LABEL
    return SET_LABELS.get(kind, labels.NO_CONTENT_LABEL)


def _speakers(corpus: Corpus, placing: Placing, family: np.ndarray, main: str) -> list[int]:
    """The statements that may lend words to labels, in canonical order.

    Fit to show, not in another language among Swedish ones, one per wording and topic; of very many an even sample.
    """
    told_abroad = foreign_to(corpus.langs, main) & (placing.kind_of_topic[placing.topic] != LANGUAGE)
    fit = np.flatnonzero(corpus.presentable & ~corpus.no_content & ~told_abroad)
    _, first = np.unique(np.stack([family[fit], placing.topic[fit]]), axis=1, return_index=True)
    kept = fit[np.sort(first)]
    most = max(LEAST_SPEAKERS, MOST_SPEAKERS // max(1, len(placing.theme_of_topic)))
    if len(kept) <= MOST_SPEAKERS:
        return kept.tolist()
    topics = placing.topic[kept]
    sampled = [even_sample(kept[topics == topic], most) for topic in np.unique(topics)]
    return np.sort(np.concatenate(sampled)).tolist()


def build_document(
    corpus: Corpus,
    family: np.ndarray,
    vectors: Vectors,
    points: Points,
    placing: Placing,
    ids: Ids,
    options: Options,
    representation: Representation,
    judged: Judged,
    divisions: Mapping[str, Sequence[Any]] | None = None,
) -> dict[str, Any]:
    """Everything of result.json. Holds no word that is masked and none from a text that may not be shown.

    divisions: ways to divide statements (a value for each, or None), for each part of which summaries are audited.
    """
    namer, speakers = namer_of(corpus, placing, family, options.lang)
    theme_names, topic_names = name_all(corpus, placing, family, options.lang, (namer, speakers))
    leaves = leaves_of_topics(
        {t: (ids.topics[t], name.label) for t, name in enumerate(topic_names)},
        corpus,
        family,
        vectors,
        placing,
        namer,
        np.asarray(speakers, dtype=np.int64),
        options.lang,
    )
    nodes: list[dict[str, Any]] = []
    members: list[np.ndarray] = []
    parents: list[int | None] = []
    theme_of_statement = placing.theme_of_topic[placing.topic] if len(corpus) else placing.topic
    for theme, kind in enumerate(placing.kind_of_theme):
        place = len(nodes)
        own = np.flatnonzero(theme_of_statement == theme)
        nodes.append(_node(ids.themes[theme], None, kind, theme_names[theme], ids))
        members.append(own)
        parents.append(None)
        for topic in np.flatnonzero(placing.theme_of_topic == theme).tolist():
            nodes.append(_node(ids.topics[topic], ids.themes[theme], kind, topic_names[topic], ids))
            nodes[-1].update({"leaves": leaves[topic]} if topic in leaves else {})
            members.append(np.flatnonzero(placing.topic == topic))
            parents.append(place)
    for node, own in zip(nodes, members, strict=True):
        _fill(node, own, corpus, family, placing)
    dimensions = _dimensions(corpus)
    groups = {name: dimensions[name] for name in DIMENSIONS if name in dimensions}
    asked = {
        name: asked_of(values, corpus.people, corpus.everybody, corpus.present)
        for name, values in groups.items()
    }
    for node, own in zip(nodes, members, strict=True):
        node["criteria"] = judged.of_group(own, asked)
    add_tensions(nodes, members, corpus, family, vectors, options.lang)
    overall = _add_spread(nodes, members, parents, corpus, dimensions)
    excerpts = Excerpts(
        corpus, family, vectors, points, placing, options.seed, namer, speakers, groups, divisions
    )
    excerpts.add(nodes, members)
    return {
        "schema": SCHEMA,
        "private": PRIVATE,
        "engine": ENGINE_VERSION,
        "model": {"name": representation.name, "version": representation.version},
        "seed": options.seed,
        "options": {"lang": options.lang, "themes": options.themes, "codebook": _codebook(options)},
        "counts": _counts(corpus, family, placing),
        "spread": overall,
        "themes": nodes,
        "mixed": _mixed(corpus, placing, ids.topics),
        "also": _also(corpus, placing, ids.themes),
        "other_languages": _languages(corpus, options.lang),
        "changes": ids.changes,
    }


def _node(own_id: str, parent: str | None, kind: str, name: labels.Name, ids: Ids) -> dict[str, Any]:
    label = ids.labels.get(own_id, name.label)
    node = {"id": own_id, "parent": parent, "kind": kind, "label": label, "keywords": list(name.keywords)}
    return {**node, "key": ids.keys[own_id]} if own_id in ids.keys else node


def _fill(
    node: dict[str, Any], own: np.ndarray, corpus: Corpus, family: np.ndarray, placing: Placing
) -> None:
    contributions = np.unique(corpus.owner[own])
    node["size"] = len(own)
    node["contributions"] = len(contributions)
    node["persons"] = int(corpus.people[corpus.speaking(contributions)].sum())
    node["wordings"] = len(np.unique(family[own]))
    node["classes"] = _by_class(placing.classes[own])


def _by_class(classes: np.ndarray) -> dict[str, int]:
    return {name: int((classes == name).sum()) for name in CLASSES}


def _add_spread(
    nodes: list[dict[str, Any]],
    members: Sequence[np.ndarray],
    parents: Sequence[int | None],
    corpus: Corpus,
    dimensions: dict[str, list[str | None]],
) -> dict[str, Any]:
    """Put `spread` on every node, in persons; returns the spread of everybody."""
    speaking = [corpus.speaking(np.unique(corpus.owner[own])) for own in members]
    overall: dict[str, Any] = {}
    for node in nodes:
        node["spread"] = {}
    for name, values in dimensions.items():
        rows, everyone = spread_of_groups(
            values, corpus.people, speaking, parents, corpus.everybody, corpus.present
        )
        overall[name] = everyone
        for node, own_rows in zip(nodes, rows, strict=True):
            node["spread"][name] = own_rows
    return overall


def _dimensions(corpus: Corpus) -> dict[str, list[str | None]]:
    """Values per contribution of the dimensions that somebody filled in; extra columns only with few values."""
    found: dict[str, list[str | None]] = {}
    for name in DIMENSIONS:
        values = [getattr(c, name) or None for c in corpus.contributions]
        if any(values):
            found[name] = values
    for name in sorted({key for c in corpus.contributions for key in c.meta}):
        values = [c.meta.get(name) or None for c in corpus.contributions]
        if 1 < len(set(values) - {None}) <= MOST_META_VALUES:
            found[f"meta:{name}"] = values
    return found


def _counts(corpus: Corpus, family: np.ndarray, placing: Placing) -> dict[str, Any]:
    """The ledger: what came in, and where each of it is. received = with_statements + empty."""
    with_statements = len(np.unique(corpus.owner))
    of_topic = np.bincount(placing.topic, minlength=len(placing.theme_of_topic)).tolist()
    kinds: Counter[str] = Counter()
    for theme, statements in zip(placing.theme_of_topic.tolist(), of_topic, strict=True):
        kinds[placing.kind_of_theme[theme]] += statements
    only_empty = sum(bool(p.pieces) and all(piece.no_content for piece in p.pieces) for p in corpus.prepared)
    return {
        "received": len(corpus.contributions),
        "empty": len(corpus.contributions) - with_statements,
        "with_statements": with_statements,
        "without_content": only_empty,
        "persons": int(corpus.present[corpus.everybody].sum()),
        "statements": len(corpus),
        "statements_by_kind": {kind: kinds[kind] for kind in KINDS if kind != UNPLACED or kinds[kind]},
        "statements_by_class": _by_class(placing.classes),
        "wordings": len(np.unique(family)),
        "titles_only": sum(p.field == "title" for p in corpus.prepared),
        "masked": sum(bool(p.masks) for p in corpus.prepared),
        "masks": sum(len(p.masks) for p in corpus.prepared),
        "not_shown": sum(not p.presentable for p in corpus.prepared),
    }


def _mixed(corpus: Corpus, placing: Placing, ids: Sequence[str]) -> list[dict[str, Any]]:
    rows = [
        {
            "statement_id": corpus.statement_id(s),
            "runner_up": ids[placing.runner_up[s]],
            "share": float(placing.runner_up_share[s]),
        }
        for s in np.flatnonzero((placing.classes == "mixed") & (placing.runner_up >= 0)).tolist()
    ]
    return sorted(rows, key=lambda row: row["statement_id"])


def _also(corpus: Corpus, placing: Placing, ids: Sequence[str]) -> list[dict[str, Any]]:
    """With a codebook: statements that belong to further themes nearly as much, nearest first."""
    rows = [
        {"statement_id": corpus.statement_id(s), "themes": [ids[theme] for theme in also]}
        for s, also in placing.also.items()
    ]
    return sorted(rows, key=lambda row: row["statement_id"])


def _codebook(options: Options) -> dict[str, int] | None:
    if options.codebook is None:
        return None
    return {"themes": len(options.codebook.entries), "examples": len(options.codebook.examples)}


def _languages(corpus: Corpus, main: str) -> list[dict[str, Any]]:
    rows = [
        {"statement_id": corpus.statement_id(s), "lang": corpus.langs[s]}
        for s in np.flatnonzero(foreign_to(corpus.langs, main)).tolist()
    ]
    return sorted(rows, key=lambda row: row["statement_id"])
