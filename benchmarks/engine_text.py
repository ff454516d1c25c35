"""Text handling, measured: coverage of ideas, copies, personal data, languages, answers without content, conduct.

    python benchmarks/engine_text.py [--shared FOLDER] [--out build/evidence/engine_text.json]

Prints a table and writes the raw figures with what was missed, by example; of the sets that only judge
(text_personal_unseen*.jsonl, text_personal_judge3.jsonl, conduct/test.tsv) no text is written, so that nobody mends
rules by them. Exits 0 only if what the project asks of itself holds. Labels of inspel-dev.jsonl judge; nothing in the
engine was tuned on them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from medskick.engine.analysis.stages.duplicates import families
from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.language import identify
from medskick.engine.text.personal import find_personal_data
from medskick.engine.text.statements import split_statements
from medskick.engine.text.tokens import is_no_content

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "data"
COVERED = 0.8
"""Share of a labelled idea's letters that one statement must hold for the idea to count as covered."""
ASKED = {
    "ideas in one statement": (0.95, None),
    "copies, pairwise F1": (0.95, None),
    "composed copies, pairwise F1": (0.95, None),
    "inspel personal data, missed": (None, 1),
    "inspel personal data, false": (None, 3),
    "unseen personal data, recall": (0.97, None),
    "unseen personal data, precision": (0.9, None),
    "conduct, false on ordinary texts": (None, 0.04),
}


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def ideas(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How many labelled ideas lie (nearly) whole in one statement, or in statements that lie next to each other."""
    whole = joined = total = 0
    missed, shared = [], 0
    for row in rows:
        text = row["text"]
        spans = [(span.start, span.end) for span in split_statements(text)]
        places = {}
        for idea in row["ideas"]:
            start = text.find(idea["quote"])
            places[idea["quote"]] = (start, start + len(idea["quote"]))
        for quote, (start, end) in places.items():
            total += 1
            best = max((min(end, e) - max(start, s) for s, e in spans), default=0)
            inside = sum(max(0, min(end, e) - max(start, s)) for s, e in spans)
            whole += best >= COVERED * (end - start)
            joined += inside >= COVERED * (end - start)
            if best < COVERED * (end - start):
                missed.append(
                    {
                        "id": row["id"],
                        "idea": quote,
                        "statements": [text[s:e] for s, e in spans if s < end and e > start],
                    }
                )
        for s, e in spans:
            shared += sum(min(e, b) - max(s, a) >= COVERED * (b - a) for a, b in places.values()) > 1
    return {
        "ideas": total,
        "covered": joined / total,
        "in one statement": whole / total,
        "statements with several": shared,
        "cut": missed,
    }


def pairs(groups: Iterable[Any]) -> set[tuple[int, int]]:
    """Pairs of places whose group is the same; a group of None stands alone."""
    members: dict[Any, list[int]] = {}
    for place, group in enumerate(groups):
        if group is not None:
            members.setdefault(group, []).append(place)
    return {pair for own in members.values() for pair in combinations(own, 2)}


def agreement(found: set[tuple[int, int]], wanted: set[tuple[int, int]]) -> dict[str, float]:
    """Precision, recall and F1 of pairs."""
    right = len(found & wanted)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
    }


def copies(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Pairs of contributions that copy each other: those of which any longer statement is of one family."""
    texts, owner = [], []
    for place, row in enumerate(rows):
        for span in split_statements(row["text"]):
            texts.append(span.of(row["text"]))
            owner.append(place)
    family = families(texts)
    sizes, common = Counter(owner), Counter()
    for one in set(family.tolist()):
        own = {owner[i] for i in range(len(texts)) if family[i] == one and len(texts[i]) >= 30}
        common.update(combinations(sorted(own), 2))
    found = {pair for pair, n in common.items() if 2 * n >= min(sizes[pair[0]], sizes[pair[1]])}
    whole = families([row["text"] for row in rows])
    found |= pairs(whole.tolist())
    wanted = pairs([row["duplicate_of"] or row["id"] for row in rows])
    ids = [row["id"] for row in rows]
    return {
        **agreement(found, wanted),
        "missed": [[ids[a], ids[b]] for a, b in sorted(wanted - found)],
        "false": [[ids[a], ids[b]] for a, b in sorted(found - wanted)],
    }


def spans_of(case: dict[str, Any]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for mark, kind in case["marks"]:
        start = case["text"].find(mark)
        while any(start < last and first < start + len(mark) for first, last, _ in spans):
            start = case["text"].find(mark, start + 1)
        spans.append((start, start + len(mark), kind))
    return spans


def personal(cases: list[dict[str, Any]], show: bool) -> dict[str, Any]:
    """Share of marked data hidden in full, by kind, and share of what is hidden that was marked."""
    wanted, covered, found, right = Counter(), Counter(), Counter(), Counter()
    wrong: list[list[str]] = []
    for case in cases:
        text, marked, hits = case["text"], spans_of(case), find_personal_data(case["text"])
        hidden = {i for hit in hits for i in range(hit.start, hit.end)}
        for start, end, kind in marked:
            wanted[kind] += 1
            full = hidden.issuperset(i for i in range(start, end) if text[i].isalnum())
            covered[kind] += full
            if not full:
                wrong.append(["missed", kind, text[start:end], text])
        for hit in hits:
            good = any(hit.start < end and start < hit.end for start, end, _ in marked)
            found[hit.kind] += 1
            right[hit.kind] += good
            if not good:
                wrong.append(["false", hit.kind, text[hit.start : hit.end], text])
    return {
        "cases": len(cases),
        "marks": wanted.total(),
        "recall": covered.total() / max(1, wanted.total()),
        "precision": right.total() / max(1, found.total()),
        "recall by kind": {kind: f"{covered[kind]}/{wanted[kind]}" for kind in sorted(wanted)},
        "false": found.total() - right.total(),
        "missed": wanted.total() - covered.total(),
        **({"wrong": wrong} if show else {}),
    }


def composed_copies() -> tuple[list[str], list[int | None]]:
    """Campaigns of our own with small edits, beside texts that resemble them without being copies."""
    campaigns = [
        "Vi kräver att akuten i Kalix får ha öppet dygnet runt, för det är tio mil till nästa sjukhus och vägen är hal halva året.",  # noqa: E501
        "Låt byskolan vara kvar. Den är hjärtat i byn och utan den flyttar barnfamiljerna till kusten inom ett par år, det har vi sett förr.",  # noqa: E501
        "Stoppa planerna på vindkraft vid Storberget: ljudet, de blinkande ljusen och vägarna förstör både renbetet och tystnaden som vi bor här för.",  # noqa: E501
        "Inlandsbanan måste rustas så att både malm, timmer och människor kan åka tåg från Gällivare till Östersund året om.",  # noqa: E501
    ]
    edits = [
        lambda t: t,
        str.upper,
        lambda t: t + " Tack!",
        lambda t: "Hej! " + t,
        lambda t: t.replace(" och ", " samt ", 1),
        lambda t: t.replace("å", "a", 1),
        lambda t: t.replace(",", "", 1),
        lambda t: t.replace(" är ", " är ju ", 1),
        lambda t: t.replace(". ", ".\n\n"),
        lambda t: t.replace("i", "ı", 0) + " /en orolig",
    ]
    near = [
        "Akuten i Kalix behöver fler läkare på dagtid, inte öppet på natten.",
        "Byskolan kan slås ihop med den i centralorten om skolskjutsen fungerar.",
        "Vindkraften vid Storberget ger jobb och pengar till bygden, bygg den.",
        "Inlandsbanan är vacker men borde bli cykelled för turister om sommaren.",
        "Vi kräver att biblioteket i Kalix får ha öppet på lördagar, för det är dit ungdomarna går.",
    ]
    texts = [edit(text) for text in campaigns for edit in edits] + near
    return texts, [n for n in range(len(campaigns)) for _ in edits] + [None] * len(near)


def languages(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether the language of a contribution is told rightly, wrongly or not at all; short texts should not be told."""
    outcome: Counter[str] = Counter()
    wrong = []
    for row in rows:
        told = identify(row["text"])
        right = told == row["lang"]
        outcome["abstained" if told is None else "right" if right else "wrong"] += 1
        if told is not None and not right:
            wrong.append([row["id"], row["lang"], told])
    short = ["Ja", "Buss", "Luleå", "Nej tack", "ok", "Skolan", "Hei", "Bra!", "Maria", "2024"]
    outcome["short texts told"] = sum(identify(text) is not None for text in short)
    return {**outcome, "wrong by example": wrong}


NOTHING = (
    "vet ej",
    "nej",
    "-",
    "…",
    "ingen åsikt",
    "Vet inte",
    "inget",
    ".",
    "inget särskilt",
    "har inget att säga",
    "?",
    "n/a",
    "😀",
    "allt bra",
)
SOMETHING = (
    "buss",
    "Fler tåg",
    "nej till gruvan",
    "ingen skola kvar",
    "Inget vatten i kranen",
    "sämre vård",
    "vi vet ej när bussen går",
)


def no_content() -> dict[str, Any]:
    missed = [text for text in NOTHING if not is_no_content(text)]
    return {
        "missed": missed,
        "false": [text for text in SOMETHING if is_no_content(text)],
        "asked": len(NOTHING),
    }


def conduct(path: Path) -> dict[str, float]:
    """Shares of harmful and of ordinary sentences that are held for a person."""
    held, seen = Counter(), Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            kind, text = line.split("\t", 1)
            group = "ordinary" if kind == "ok" else "harmful"
            seen[group] += 1
            held[group] += bool(find_conduct(text.replace("\\n", "\n")))
    return {group: held[group] / seen[group] for group in seen}


def measured(shared: Path) -> Iterator[tuple[str, Any]]:
    path = shared / "inspel-dev.jsonl"
    if path.exists():
        rows = read_lines(path)
        yield "ideas", ideas(rows)
        yield "copies", copies(rows)
        yield (
            "inspel personal data",
            personal([{"text": r["text"], "marks": [[p, "any"] for p in r["pii"]]} for r in rows], True),
        )
        yield "languages", languages(rows)
    texts, groups = composed_copies()
    yield "composed copies", agreement(pairs(families(texts).tolist()), pairs(groups))
    for name, show in (
        ("cases2", True),
        ("mend3", True),
        ("unseen", False),
        ("unseen2", False),
        ("judge3", False),
    ):
        yield f"personal data, {name}", personal(read_lines(CASES / f"text_personal_{name}.jsonl"), show)
    unseen = [
        case
        for name in ("unseen", "unseen2", "judge3")
        for case in read_lines(CASES / f"text_personal_{name}.jsonl")
    ]
    yield "personal data, all unseen", personal(unseen, False)
    yield "no content", no_content()
    yield "conduct", conduct(ROOT / "training" / "data" / "conduct" / "test.tsv")


def figures(found: dict[str, Any]) -> dict[str, float]:
    """The figures that something is asked of, of those that could be measured."""
    values = {
        "composed copies, pairwise F1": found["composed copies"]["f1"],
        "unseen personal data, recall": found["personal data, all unseen"]["recall"],
        "unseen personal data, precision": found["personal data, all unseen"]["precision"],
        "conduct, false on ordinary texts": found["conduct"]["ordinary"],
    }
    if "ideas" in found:
        values["ideas in one statement"] = found["ideas"]["in one statement"]
        values["copies, pairwise F1"] = found["copies"]["f1"]
        values["inspel personal data, missed"] = found["inspel personal data"]["missed"]
        values["inspel personal data, false"] = found["inspel personal data"]["false"]
    return values


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "evidence" / "engine_text.json")
    options = asked.parse_args()
    found = dict(measured(options.shared))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, value in found.items():
        print(
            name,
            {
                k: round(v, 3) if isinstance(v, float) else v
                for k, v in value.items()
                if not isinstance(v, list)
            },
        )
    failed = False
    for name, value in figures(found).items():
        least, most = ASKED[name]
        holds = (least is None or value >= least) and (most is None or value <= most)
        failed |= not holds
        print(
            f"{'ok  ' if holds else 'MISS'} {name}: {value:.3f}  (asked {'≥ ' + str(least) if least is not None else '≤ ' + str(most)})"  # noqa: E501
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
