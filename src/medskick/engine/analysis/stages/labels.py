"""Names for topics and themes: words that people wrote, told apart from the neighbours' words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .meaning import Meaning
from .nouns import noun_likeness
from .terms import Lexicon, read_terms
from .voices import own_voices
from .word_forms import agreeing, heading_form

LANGUAGE_NAMES = {
    "sv": "svenska",
    "en": "engelska",
    "fi": "finska",
    "fit": "meänkieli",
    "se": "nordsamiska",
    "no": "norska",
    "da": "danska",
    "de": "tyska",
}
NO_CONTENT_LABEL = "Svar utan innehåll"
UNPLACED_LABEL = "Passar inget tema"
ALONE_LABEL = "Röster för sig"
LANGUAGES_LABEL = "Synpunkter på andra språk"
WITHOUT_NAME = "Synpunkter i korthet"
KEYWORDS = 8
LEAST_NOUN_LIKE, LEAST_NOUN_LIKE_HERE = 0.4, 0.3
LEAST_FOR_KEYWORD = 0.25
LONGEST_LABEL = 48
SHARES_OF_TEXTS = (0.04, 0.025)
SHARED = 0.4
LEAST_BESIDE_FIRST = 0.4
LEAST_FIT, LEAST_FIT_OF_NAME = 0.5, 0.8
LEAST_PLACED, NAME_ABOVE_NOUNS = 0.25, 1.5
LEAST_FOR_SECOND, LEAST_SHARE_FOR_SECOND, LEAST_SHARE_OF_THEME = 3, 0.05, 0.005
PARTS_OF_THEME, LEAST_GAIN, LEAST_GAIN_UNHEARD, ENOUGH_HEARD = 3, 0.4, 0.2, 0.5
HEARD = 60
FEW, LEAST_ECHO, WORTH_OF_ECHO = 80, 0.4, 0.5
ALREADY_SAID = 0.85
SAME_MEANING = 0.8


_WORDS = re.compile(r"[ -]")


@dataclass(frozen=True)
class Name:
    """A label fit for a heading, and keywords, strongest first, as they are mostly written."""

    label: str
    keywords: tuple[str, ...]


class Ranked(NamedTuple):
    """A term with its worth as a name, and how well it fits what the group is about, 0.05 to 1."""

    term: str
    score: float
    fit: float


class Namer:
    """Ranks the terms of groups of texts. Texts are those that may be shown, one per distinct wording."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lexicon: Lexicon = read_terms(texts)
        self._total = max(1, len(texts))
        usual = {term: self._lexicon.usual_form(term) for term in self._lexicon.terms}
        self._meaning = Meaning(texts, usual)

    def rank(self, members: Sequence[int], siblings: Sequence[int], least: int) -> list[Ranked]:
        """The terms in at least `least` texts, best first. `siblings` are the texts of groups close by."""
        inside = self._count(members)
        beside = self._count(siblings)
        size, near = max(1, len(members)), len(siblings)
        echoed = self._echoes(inside, members) if len(members) <= FEW else inside
        terms = [term for term, count in echoed.items() if count >= least]
        scored = []
        for term, fit in zip(terms, self._meaning.fits(terms, members).tolist(), strict=True):
            count = inside[term]
            share = echoed[term] / size
            outside = (self._lexicon.terms[term].documents - count + 0.5) / (self._total - size + 1)
            contrast = _surplus(share / outside)
            if near:
                contrast += 0.5 * _surplus(share / ((beside[term] + 0.5) / (near + 1)))
            if contrast <= 0:
                continue
            noun = self._lexicon.noun_like[term]
            worth = share**0.75 * contrast * noun**1.5 * (1.25 if " " in term else 1.0)
            scored.append(Ranked(term, round(worth * fit, 9), fit))
        scored.sort(key=lambda entry: (-entry.score, entry.term))
        heard = [entry._replace(score=self._heard(entry, members)) for entry in scored[:HEARD]]
        return sorted(heard, key=lambda entry: (-entry.score, entry.term)) + scored[HEARD:]

    def _echoes(self, inside: Mapping[str, int], members: Sequence[int]) -> dict[str, float]:
        """In how many texts of a small group a term is written, and half of those that say something near it.

        The latter count no more than the former. People say the same with few words in common, so that in a small
        group hardly a word comes back.
        """
        terms = [term for term in inside if self._lexicon.terms[term].documents >= 2]
        if not terms:  # the one wording that there is, of however many, is named by its own words
            return {} if len(members) > 1 else {term: float(count) for term, count in inside.items()}
        near = self._meaning.echoes(terms, members, LEAST_ECHO).tolist()
        return {
            term: inside[term] + min(inside[term], WORTH_OF_ECHO * max(0, echoes - inside[term]))
            for term, echoes in zip(terms, near, strict=True)
        }

    def _heard(self, entry: Ranked, members: Sequence[int]) -> float:
        """The score, lower where the texts with the term repeat each other."""
        own = [self._lexicon.forms[m] for m in members if entry.term in self._lexicon.forms[m]]
        return round(entry.score * own_voices(entry.term, own), 9)

    def _written(self, term: str, members: Sequence[int]) -> Counter[str]:
        return Counter(own[term] for m in members if term in (own := self._lexicon.forms[m]))

    def form(self, term: str, members: Sequence[int]) -> str:
        """The form for a heading out of those that `members` wrote."""
        return heading_form(self._written(term, members), self._lexicon.terms[term].forms)

    def _label(self, terms: Sequence[str], members: Sequence[int]) -> str:
        written = [self._written(term, members) for term in terms]
        return _phrase(agreeing(written, [self._lexicon.terms[term].forms for term in terms]))

    def name(
        self,
        members: Sequence[int],
        siblings: Sequence[int],
        taken: set[str],
        parts: int,
        said: Collection[str] = (),
    ) -> Name:
        """Label of up to `parts` terms, none of them in `taken` (which then grows), and keywords.

        said: terms of names around this one, which are worth less here.
        """
        often, common = (max(2, round(share * len(members))) for share in SHARES_OF_TEXTS)
        for least, least_fit in (
            (often, LEAST_FIT),
            (common, LEAST_FIT),
            (2, LEAST_FIT),
            (2, 0.0),
            (1, 0.0),
        ):
            found = self.rank(members, siblings, least)
            ranked = self._less_said(found, said)
            chosen = self._choose(ranked, members, taken, parts, least_fit=least_fit)
            chosen = [entry.term for entry in found if entry.term in chosen]
            if chosen:
                break
        taken.update(chosen)
        ranked = self.rank(members, siblings, min(least, 2))
        keywords = self._choose(ranked, members, set(), KEYWORDS, keywords_only=True)
        return Name(self._label(chosen, members), tuple(self.form(term, members) for term in keywords))

    def _less_said(self, ranked: list[Ranked], said: Collection[str]) -> list[Ranked]:
        """The ranking with a lower place for terms that stand, whole or in part, in names around."""
        if not said:
            return ranked
        weighed = [
            entry._replace(score=round(entry.score * ALREADY_SAID, 9))
            if any(_akin(entry.term, term) for term in said)
            else entry
            for entry in ranked
        ]
        return sorted(weighed, key=lambda entry: (-entry.score, entry.term))

    def name_over(self, topics: Sequence[Sequence[int]], taken: set[str]) -> Name:
        """Name of a theme: up to three terms that between them speak for as much of its topics as they can.

        A topic's voice grows with the square root of its texts, so that a large one leads and drowns no other; what a
        chosen term says of a topic already is not asked for again. As long as half of the voices are not heard in the
        name, a further part need not speak for many.
        """
        members = [m for topic in topics for m in topic]
        votes = np.sqrt([len(topic) for topic in topics])
        worths = [self._worths(topic) for topic in topics]
        covered = np.zeros(len(topics))
        chosen: list[str] = []
        best = 0.0
        while len(chosen) < PARTS_OF_THEME:
            open_ = votes * (1 - covered)
            gains = {
                term: round(sum(float(open_[t]) * own.get(term, 0.0) for t, own in enumerate(worths)), 6)
                for term in {term for own in worths for term in own}
            }
            heard = float((votes * covered).sum() / max(votes.sum(), 1e-9))
            least = (LEAST_GAIN if heard >= ENOUGH_HEARD else LEAST_GAIN_UNHEARD) * best
            term = self._next(gains, chosen, members, taken, least=least)
            if term is None:
                break
            best = best or gains[term]
            chosen.append(term)
            covered = np.maximum(covered, [own.get(term, 0.0) for own in worths])
        if not chosen:
            return self.name(members, (), taken, parts=PARTS_OF_THEME)
        taken.update(chosen)
        ranked = self.rank(members, (), 2)
        keywords = self._choose(ranked, members, set(), KEYWORDS, keywords_only=True)
        return Name(
            self._label(chosen, members),
            tuple(self.form(term, members) for term in keywords),
        )

    def _worths(self, topic: Sequence[int]) -> dict[str, float]:
        """The terms that may name a topic, and how well beside its best one: 0 to 1."""
        for share in SHARES_OF_TEXTS:
            fit = [
                entry
                for entry in self.rank(topic, (), max(2, round(share * len(topic))))
                if entry.fit >= LEAST_FIT
                and self._lexicon.noun_like[entry.term] >= LEAST_NOUN_LIKE
                and self._stands_as_noun(entry.term, topic)
            ]
            if fit:
                return {entry.term: entry.score / fit[0].score for entry in fit}
        return {}

    def _next(
        self,
        gains: dict[str, float],
        chosen: Sequence[str],
        members: Sequence[int],
        taken: set[str],
        *,
        least: float,
    ) -> str | None:
        """The term of the greatest gain that may stand beside those chosen."""
        needed = max(LEAST_FOR_SECOND, round(LEAST_SHARE_OF_THEME * len(members)))
        for term, gain in sorted(gains.items(), key=lambda item: (-item[1], item[0])):
            if gain < max(least, 1e-6):
                return None
            if term in taken or any(_akin(term, other) for other in chosen):
                continue
            if is_name(self._lexicon.usual_form(term)) or self._always_together(term, chosen, members):
                continue
            if any(self._meaning.nearness(term, other) > SAME_MEANING for other in chosen):
                continue
            if sum(self._written(term, members).values()) < needed:
                continue
            if chosen and len(" och ".join([*chosen, term])) > LONGEST_LABEL:
                continue
            return term
        return None

    def shared_name(self, members: Sequence[int], taken: set[str]) -> str:
        """Label of up to two terms that at least two and two fifths of `members` hold; "" for none.

        None of them is in `taken`.
        """
        ranked = self.rank(members, (), max(2, math.ceil(SHARED * len(members))))
        chosen = self._choose(ranked, members, taken, 2, least_fit=LEAST_FIT)
        return _phrase([self.form(term, members) for term in chosen])

    def _choose(
        self,
        ranked: Iterable[Ranked],
        members: Sequence[int],
        taken: set[str],
        most: int,
        *,
        keywords_only: bool = False,
        least_fit: float = 0.0,
    ) -> list[str]:
        chosen: list[str] = []
        best = 0.0
        ranked = list(ranked)
        best_noun = max(
            (entry.score for entry in ranked if not is_name(self._lexicon.usual_form(entry.term))),
            default=0.0,
        )
        for term, score, fit in ranked:
            if len(chosen) == most:
                break
            if self._lexicon.noun_like[term] < (LEAST_FOR_KEYWORD if keywords_only else LEAST_NOUN_LIKE):
                continue
            if any(_akin(term, other) for other in chosen) or self._always_together(term, chosen, members):
                continue
            if not keywords_only and (
                term in taken
                or fit < least_fit
                or not self._stands_as_noun(term, members)
                or not self._may_name(term, fit, first=not chosen and score <= NAME_ABOVE_NOUNS * best_noun)
                or (chosen and not self._bears_second(term, score, best, chosen, members))
            ):
                continue
            best = best or score
            chosen.append(term)
        return chosen

    def _may_name(self, term: str, fit: float, *, first: bool) -> bool:
        """Names of places and bodies mostly come second, and only those that texts speak about."""
        if not is_name(self._lexicon.usual_form(term)):
            return True
        return not first and fit >= LEAST_FIT_OF_NAME and self._lexicon.placed[term] >= LEAST_PLACED

    def _bears_second(
        self, term: str, score: float, best: float, chosen: Sequence[str], members: Sequence[int]
    ) -> bool:
        """Has a further part enough behind it, and does it say another thing than the parts before?"""
        if score < LEAST_BESIDE_FIRST * best or len(" och ".join([*chosen, term])) > LONGEST_LABEL:
            return False
        needed = max(LEAST_FOR_SECOND, round(LEAST_SHARE_FOR_SECOND * len(members)))
        behind = sum(self._written(term, members).values())
        return behind >= needed and not any(self._meaning.nearness(term, o) > SAME_MEANING for o in chosen)

    def _stands_as_noun(self, term: str, members: Sequence[int]) -> bool:
        """Is the term ever a noun as `members` write it ("röst", but not "röstade")?"""
        return noun_likeness(self.form(term, members).split(" ")[-1]) >= LEAST_NOUN_LIKE_HERE

    def _always_together(self, term: str, chosen: Sequence[str], members: Sequence[int]) -> bool:
        own = {m for m in members if term in self._lexicon.forms[m]}
        for other in chosen:
            theirs = {m for m in members if other in self._lexicon.forms[m]}
            if len(own) >= 3 and len(own & theirs) >= 0.8 * min(len(own), len(theirs)):
                return True
        return False

    def _count(self, members: Sequence[int]) -> Counter[str]:
        return Counter(term for m in members for term in self._lexicon.forms[m])


def name_groups(
    namer: Namer, topic_members: Sequence[Sequence[int]], theme_of_topic: np.ndarray
) -> tuple[list[Name], list[Name]]:
    """Names of themes and of topics. A term names one theme only, and one topic only among its siblings.

    topic_members: for each topic the texts (numbers known to `namer`) that may speak for it.
    """
    theme_count = int(theme_of_topic.max(initial=-1)) + 1
    topics_of = [np.flatnonzero(theme_of_topic == theme).tolist() for theme in range(theme_count)]
    taken: set[str] = set()
    themes: list[Name] = []
    themes_said: list[set[str]] = []
    for topics in topics_of:
        before = set(taken)
        themes.append(namer.name_over([topic_members[topic] for topic in topics], taken))
        themes_said.append(taken - before)
    topics_named: list[Name] = [Name("", ())] * len(topic_members)
    labels = {theme.label for theme in themes}
    for theme, topics in enumerate(topics_of):
        if len(topics) == 1:
            topics_named[topics[0]] = themes[theme]
            continue
        taken_here: set[str] = set()
        for topic in topics:
            beside = [m for other in topics if other != topic for m in topic_members[other]]
            said = {*themes_said[theme], *taken_here}
            name = namer.name(topic_members[topic], beside, taken_here, parts=2, said=said)
            topics_named[topic] = Name(_unused(name, labels), name.keywords)
            labels.add(topics_named[topic].label)
    return _all_named(themes), _all_named(topics_named)


def name_leaves(
    namer: Namer, leaves: Sequence[Sequence[int]], topic: Sequence[int], topic_label: str
) -> list[Name]:
    """Names of the leaves of a topic, each its own and none the topic's; an empty label where no word holds a leaf.

    leaves: the texts of each leaf, all among those of `topic`.
    """
    taken: set[str] = set()
    labels = {topic_label.lower()}
    said = re.split(", | och ", topic_label.lower())
    names = []
    for members in leaves:
        inside = set(members)
        beside = [m for m in topic if m not in inside]
        name = namer.name(members, beside, taken, parts=2, said=said) if members else Name("", ())
        label = _unused(name, labels)
        label = "" if label.lower() in labels else label
        labels.add(label.lower())
        names.append(Name(label, name.keywords))
    return names


def _surplus(times: float) -> float:
    """How much more common a term is here than elsewhere: below 0 where it is less so."""
    return math.log((1 + times) / 2)


def language_name(lang: str) -> str:
    return LANGUAGE_NAMES.get(lang, lang)


def _all_named(names: Sequence[Name]) -> list[Name]:
    """Groups without a single word to show get a set phrase, numbered from the second on."""
    result: list[Name] = []
    nameless = 0
    for name in names:
        if not name.label:
            nameless += 1
            name = Name(WITHOUT_NAME if nameless == 1 else f"{WITHOUT_NAME} {nameless}", name.keywords)
        result.append(name)
    return result


def _unused(name: Name, labels: set[str]) -> str:
    """The label, made longer with keywords until nobody else has it."""
    parts = re.split(", | och ", name.label) if name.label else []
    for keyword in name.keywords:
        if parts and _phrase(parts) not in labels:
            break
        if not any(keyword.lower() in part.lower() or part.lower() in keyword.lower() for part in parts):
            parts.append(keyword)
    return _phrase(parts)


def _phrase(forms: Sequence[str]) -> str:
    if not forms:
        return ""
    text = forms[0] if len(forms) == 1 else f"{', '.join(forms[:-1])} och {forms[-1]}"
    return text if text[1:2].isupper() else text[0].upper() + text[1:]


def is_name(form: str) -> bool:
    """Is a term mostly written with a capital? Names of places and bodies come second at best."""
    return form[:1].isupper()


def _akin(a: str, b: str) -> bool:
    """Do two terms share a word or is one part of the other's compound: "buss" and "nattbuss"?"""
    for first in _WORDS.split(a):
        for second in _WORDS.split(b):
            short, long = sorted((first, second), key=len)
            if (
                short == long
                or (len(short) >= 4 and short in long)
                or (len(short) >= 3 and long.startswith(short))
                or (long.startswith(short) and len(long) <= len(short) + 2)
            ):
                return True
            if len(short) >= 6 and short[:6] == long[:6]:
                return True
    return False
