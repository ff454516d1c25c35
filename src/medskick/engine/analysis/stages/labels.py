"""Names for topics and themes: words that people wrote, told apart from the neighbours' words."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .akin import akin
from .lone_word import lone_word
from .meaning import Meaning
from .nouns import noun_likeness
from .ranking import FEWEST_SENDERS, Group, Handful, Ranked, Ranking
from .terms import Lexicon, read_terms
from .word_forms import agreeing, heading_form, term_of

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
SAME_MEANING = 0.6
PARTS = re.compile(", | och ")


@dataclass(frozen=True)
class Name:
    """A label fit for a heading, and keywords, strongest first, as they are mostly written.

    heard: how far the texts say the label, 0 (none does, or one sender only) to 1 (each writes it).
    """

    label: str
    keywords: tuple[str, ...]
    heard: float = 1.0


class Namer:
    """Names groups of texts. Texts are those that may be shown, one per distinct wording.

    senders: who sent each text, as numbers; each text has its own where left out.
    """

    def __init__(self, texts: Sequence[str], senders: Sequence[int] | np.ndarray | None = None) -> None:
        self._texts = texts
        self._lexicon: Lexicon = read_terms(texts)
        self._meaning = Meaning(texts, self._lexicon.usual)
        self._senders = np.arange(len(texts)) if senders is None else np.asarray(senders, dtype=np.int64)

    def group(self, members: Sequence[int] | np.ndarray) -> Group:
        """What the texts `members` have to be named after."""
        return Group(self._lexicon, self._meaning, members, self._senders)

    def handful(self, members: Sequence[int] | np.ndarray) -> Handful:
        """The same for texts of one topic or theme that say nearly the same."""
        return Handful(self._lexicon, self._meaning, members, self._senders)

    def name(
        self,
        members: Sequence[int],
        siblings: Sequence[int],
        taken: set[str],
        parts: int,
        said: Collection[str] = (),
    ) -> Name:
        """Label of up to `parts` terms, none of them in `taken` (which then grows), and keywords.

        siblings: texts of groups close by. said: terms of names around this one, which are worth less here.
        """
        beside = self._lexicon.counted(np.asarray(siblings, dtype=np.int64))
        return self.name_beside(
            self.handful(members), np.append(beside, len(siblings)), taken, parts=parts, said=said
        )

    def name_beside(
        self,
        group: Group,
        siblings: np.ndarray | None,
        taken: set[str],
        *,
        parts: int,
        said: Collection[str] = (),
    ) -> Name:
        """The same where the group is at hand and its siblings are counted (Group.contrast)."""
        contrast = group.contrast(siblings)
        often, common = (max(2, round(share * len(group.members))) for share in SHARES_OF_TEXTS)
        chosen: list[int] = []
        for least, least_fit in (
            (often, LEAST_FIT),
            (common, LEAST_FIT),
            (2, LEAST_FIT),
            (1, LEAST_FIT),
            (2, 0.0),
            (1, 0.0),
        ):
            found = group.ranked(least, contrast)
            picked = self._choose(found.in_order(said), group, taken, parts, least_fit=least_fit)
            if picked:
                chosen = [entry.term for entry in found.until(picked)]
                break
        taken.update(self._lexicon.terms[term] for term in chosen)
        keywords = self._keywords(group, group.ranked(min(least, 2), contrast))
        return Name(self._label(chosen, group), keywords, group.heard(chosen))

    def terms_of(self, label: str) -> set[str]:
        """The terms of a label's parts."""
        words = [[term_of(word) for word in part.split(" ")] for part in PARTS.split(label.lower())]
        return {" ".join(part) for part in words} | {word for part in words for word in part}

    def name_over(self, topics: Sequence[Group], taken: set[str]) -> Name:
        """Name of a theme: up to three terms that between them speak for as much of its topics as they can.

        A topic's voice grows with the square root of its texts, so that a large one leads and drowns no other; what a
        chosen term says of a topic already is not asked for again. As long as half of the voices are not heard in the
        name, a further part need not speak for many.
        """
        theme = self.group([m for topic in topics for m in topic.members.tolist()])
        votes = np.sqrt([len(topic.members) for topic in topics])
        worths = [self._worths(topic) for topic in topics]
        covered = np.zeros(len(topics))
        chosen: list[int] = []
        best = 0.0
        while len(chosen) < PARTS_OF_THEME:
            open_ = votes * (1 - covered)
            gains: dict[int, float] = {}
            for own, voice in zip(worths, open_.tolist(), strict=True):
                for term, worth in own.items():
                    gains[term] = gains.get(term, 0.0) + voice * worth
            gains = {term: round(gain, 6) for term, gain in gains.items()}
            heard = float((votes * covered).sum() / max(votes.sum(), 1e-9))
            least = (LEAST_GAIN if heard >= ENOUGH_HEARD else LEAST_GAIN_UNHEARD) * best
            found = self._next(gains, chosen, theme, taken, least=least)
            if found is None:
                break
            best = best or gains[found]
            chosen.append(found)
            covered = np.maximum(covered, [own.get(found, 0.0) for own in worths])
        if not chosen:
            return self.name_beside(theme, None, taken, parts=PARTS_OF_THEME)
        taken.update(self._lexicon.terms[term] for term in chosen)
        return Name(self._label(chosen, theme), self._keywords(theme, theme.ranked(2, theme.contrast())))

    def shared_name(self, members: Sequence[int], taken: set[str]) -> str:
        """Label of up to two terms that at least two and two fifths of `members` hold; "" for none.

        None of them is in `taken`.
        """
        group = self.handful(members)
        found = group.ranked(max(2, math.ceil(SHARED * len(members))), group.contrast())
        chosen = self._choose(found.in_order(), group, taken, 2, least_fit=LEAST_FIT)
        return _phrase([self._form(term, group) for term in chosen])

    def only_word(self, members: Iterable[int]) -> str:
        """The label of texts that consist of one and the same word; "" for others."""
        word = lone_word(self._texts[member] for member in members)
        return _phrase([word] if word else [])

    def _worths(self, topic: Group) -> dict[int, float]:
        """The terms that may name a topic, and how well beside its best one: 0 to 1."""
        contrast = topic.contrast()
        for share in SHARES_OF_TEXTS:
            found = topic.ranked(max(2, round(share * len(topic.members))), contrast)
            fit = found.scored(
                lambda entry: (
                    entry.fit >= LEAST_FIT
                    and self._lexicon.noun_like[entry.term] >= LEAST_NOUN_LIKE
                    and self._stands_as_noun(entry.term, topic)
                    and topic.may_be_called(entry.term)
                )
            )
            if fit:
                best = max(entry.score for entry in fit)
                return {entry.term: entry.score / best for entry in fit}
        return {}

    def _next(
        self, gains: dict[int, float], chosen: Sequence[int], theme: Group, taken: set[str], *, least: float
    ) -> int | None:
        """The term of the greatest gain that may stand beside those chosen."""
        needed = max(FEWEST_SENDERS, round(LEAST_SHARE_OF_THEME * len(theme.members)))
        for number, gain in sorted(gains.items(), key=lambda item: (-item[1], self._lexicon.terms[item[0]])):
            term = self._lexicon.terms[number]
            if gain < max(least, 1e-6):
                return None
            if term in taken or self._akin_to_any(number, chosen):
                continue
            if is_name(self._lexicon.usual[number]) or _always_together(number, chosen, theme):
                continue
            if any(self._meaning.nearness(number, other) > SAME_MEANING for other in chosen):
                continue
            if theme.senders(number) < needed or self._too_long(number, chosen):
                continue
            return number
        return None

    def _choose(
        self, ranked: Iterable[Ranked], group: Group, taken: set[str], most: int, *, least_fit: float = 0.0
    ) -> list[int]:
        """The best terms that may stand in a name together. ranked: best first."""
        chosen: list[int] = []
        best = best_noun = 0.0
        waiting: list[Ranked] = []  # names of places and bodies, until the best noun is known
        for entry in ranked:
            noun = not is_name(self._lexicon.usual[entry.term])
            if not best_noun and not noun:
                waiting.append(entry)
                continue
            best_noun = best_noun or entry.score
            for held in (*waiting, entry):
                if len(chosen) < most and self._fits(held, chosen, group, taken, best, best_noun, least_fit):
                    best = best or held.score
                    chosen.append(held.term)
            waiting.clear()
            if len(chosen) == most:
                return chosen
        for held in waiting:
            if len(chosen) < most and self._fits(held, chosen, group, taken, best, best_noun, least_fit):
                best = best or held.score
                chosen.append(held.term)
        return chosen

    def _fits(
        self,
        entry: Ranked,
        chosen: Sequence[int],
        group: Group,
        taken: set[str],
        best: float,
        best_noun: float,
        least_fit: float,
    ) -> bool:
        """May a term stand in the name of a group beside those chosen?"""
        term, score, fit = entry
        return (
            self._lexicon.noun_like[term] >= LEAST_NOUN_LIKE
            and fit >= least_fit
            and self._lexicon.terms[term] not in taken
            and not self._akin_to_any(term, chosen)
            and self._may_name(term, fit, first=not chosen and score <= NAME_ABOVE_NOUNS * best_noun)
            and self._stands_as_noun(term, group)
            and not _always_together(term, chosen, group)
            and (not chosen or self._bears_second(entry, best, chosen, group))
            and (not least_fit or group.may_be_called(term))
        )

    def _keywords(self, group: Group, ranked: Ranking) -> tuple[str, ...]:
        chosen: list[int] = []
        for entry in ranked.in_order():
            if len(chosen) == KEYWORDS:
                break
            if (
                self._lexicon.noun_like[entry.term] >= LEAST_FOR_KEYWORD
                and not self._akin_to_any(entry.term, chosen)
                and not _always_together(entry.term, chosen, group)
            ):
                chosen.append(entry.term)
        return tuple(self._form(term, group) for term in chosen)

    def _akin_to_any(self, term: int, others: Sequence[int]) -> bool:
        return any(akin(self._lexicon.terms[term], self._lexicon.terms[other]) for other in others)

    def _too_long(self, term: int, chosen: Sequence[int]) -> bool:
        parts = [self._lexicon.terms[number] for number in (*chosen, term)]
        return bool(chosen) and len(" och ".join(parts)) > LONGEST_LABEL

    def _may_name(self, term: int, fit: float, *, first: bool) -> bool:
        """Names of places and bodies mostly come second, and only those that texts speak about."""
        if not is_name(self._lexicon.usual[term]):
            return True
        return not first and fit >= LEAST_FIT_OF_NAME and bool(self._lexicon.placed[term] >= LEAST_PLACED)

    def _bears_second(self, entry: Ranked, best: float, chosen: Sequence[int], group: Group) -> bool:
        """Has a further part enough behind it, and does it say another thing than the parts before?"""
        if entry.score < LEAST_BESIDE_FIRST * best or self._too_long(entry.term, chosen):
            return False
        needed = max(LEAST_FOR_SECOND, round(LEAST_SHARE_FOR_SECOND * len(group.members)))
        return len(group.holding(entry.term)) >= needed and not any(
            self._meaning.nearness(entry.term, other) > SAME_MEANING for other in chosen
        )

    def _stands_as_noun(self, term: int, group: Group) -> bool:
        """Is the term ever a noun as the group writes it ("röst", but not "röstade")?"""
        return noun_likeness(self._form(term, group).split(" ")[-1]) >= LEAST_NOUN_LIKE_HERE

    def _form(self, term: int, group: Group) -> str:
        """The form for a heading out of those that the group wrote."""
        return heading_form(group.written(term), self._lexicon.forms_of(term))

    def _label(self, terms: Sequence[int], group: Group) -> str:
        written = [group.written(term) for term in terms]
        return _phrase(agreeing(written, [self._lexicon.forms_of(term) for term in terms]))


def name_groups(
    namer: Namer, topic_members: Sequence[Sequence[int]], theme_of_topic: np.ndarray
) -> tuple[list[Name], list[Name]]:
    """Names of themes and of topics. A term names one theme only, and one topic only among its siblings.

    topic_members: for each topic the texts (numbers known to `namer`) that may speak for it.
    """
    theme_count = int(theme_of_topic.max(initial=-1)) + 1
    topics_of = [np.flatnonzero(theme_of_topic == theme).tolist() for theme in range(theme_count)]
    groups = [namer.group(members) for members in topic_members]
    set_beside(groups)
    taken: set[str] = set()
    themes: list[Name] = []
    themes_said: list[set[str]] = []
    for topics in topics_of:
        before = set(taken)
        themes.append(namer.name_over([groups[topic] for topic in topics], taken))
        themes_said.append(taken - before)
    labels = {theme.label for theme in themes}
    for theme, topics in enumerate(topics_of):
        if not themes[theme].label:
            word = namer.only_word(member for topic in topics for member in topic_members[topic])
            themes[theme] = _with_word(themes[theme], word, labels)
    topics_named: list[Name] = [Name("", ())] * len(topic_members)
    for theme, topics in enumerate(topics_of):
        if len(topics) == 1:
            topics_named[topics[0]] = themes[theme]
            continue
        taken_here: set[str] = set()
        counted = {topic: np.append(groups[topic].inside, len(groups[topic].members)) for topic in topics}
        everyone = sum(counted.values())
        for topic in topics:
            said = {*themes_said[theme], *taken_here}
            beside = everyone - counted[topic]
            name = namer.name_beside(groups[topic], beside, taken_here, parts=2, said=said)
            own = Name(unused(name, labels), name.keywords)
            if not own.label:
                own = _with_word(own, namer.only_word(topic_members[topic]), labels)
            topics_named[topic] = own
            labels.add(own.label)
    return _all_named(themes), _all_named(topics_named)


def set_beside(groups: Sequence[Group]) -> None:
    """Let each group know where the others point, so that its name tells it from them."""
    if groups:
        directions = np.array([group.direction for group in groups])
        for place, group in enumerate(groups):
            group.stands_among(directions, place)


def language_name(lang: str) -> str:
    return LANGUAGE_NAMES.get(lang, lang)


def _with_word(name: Name, word: str, labels: set[str]) -> Name:
    """A name of the one word that its group wrote, where there is one and nobody is called that; `labels` grows."""
    if not word or word in labels:
        return name
    labels.add(word)
    return Name(word, name.keywords)


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


def unused(name: Name, labels: set[str]) -> str:
    """The label, made longer with keywords until nobody else has it."""
    parts = PARTS.split(name.label) if name.label else []
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


def _always_together(term: int, chosen: Sequence[int], group: Group) -> bool:
    """Do a group's texts with the term and those with a chosen one nearly coincide?"""
    own = group.holding(term)
    for other in chosen if len(own) >= 3 else ():
        theirs = group.holding(other)
        shared = len(np.intersect1d(own, theirs, assume_unique=True))
        if shared >= 0.8 * min(len(own), len(theirs)):
            return True
    return False
