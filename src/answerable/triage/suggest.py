"""What is this text about: categories by the words the pack gives them, with the words found as the explanation.

Every leaf of the tree is known by its names, its synonyms and, weaker, by those of the nodes above it, in all three
languages at once. At each place of the text the longest known term wins. A term counts the more, the fewer leaves
share it. Pairs of Han characters and single words of a name that stand alone count a little.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

from answerable.triage import emergency
from answerable.triage.fold import Token, folded, nfkc, tokens

MAX_CHARACTERS = 2_000  # what a text is about stands in its first two thousand characters
OWN, PARENT, HINT = 1.0, 0.35, 0.3  # weight of a leaf's own terms, of those above it, of a part of a name
DANGER = 0.8  # added to a category of danger that shares a word with the danger the text names
SATURATION = 1.2  # one unshared term alone scores 1 - exp(-1.2) = 0.70, two 0.91
_STOP = frozenset(
    """a an and or of the to in on at for by with from is are be no not other others general public service services
    matter matters issue issues problem problems department open opening new old area""".split()  # noqa: SIM905
)
_STOP_HAN = frozenset(
    """其他 事宜 问题 服务 公共 投诉 有关 事项 设施 及其 一般 政府 香港 北京 有人 小区 没有 附近 情况
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that fits, how well (0 to 1), the words of the text that say so, and whether danger is near.

    `matched`: whole terms of the pack (or of danger) that stand in the text, the longest first, never two over the
    same words; the parts of terms that count a little are no words a reader would know.
    """

    code: str
    score: float
    matched: list[str]
    emergency: bool


class Book(Protocol):
    """What is asked of a rulebook (organisation.queries.rulebook gives one)."""

    @property
    def categories(self) -> Mapping[str, Any]: ...

    def category_path(self, code: str) -> Sequence[str]: ...


Term = tuple[str, ...]


class Phrases:
    """Terms as tuples of folds, found in a text longest first, never two over the same words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = frozenset(term for term in terms if term)
        lengths: dict[str, set[int]] = {}
        for term in self._terms:
            lengths.setdefault(term[0], set()).add(len(term))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def find(self, folds: Sequence[str]) -> list[tuple[int, Term]]:
        """Where each term found begins, and the term, from left to right."""
        out: list[tuple[int, Term]] = []
        at, lengths, terms = 0, self._lengths, self._terms
        while at < len(folds):
            step = 1
            for size in lengths.get(folds[at], ()):
                term = tuple(folds[at : at + size])
                if term in terms:
                    out.append((at, term))
                    step = size
                    break
            at += step
        return out


class Index:
    """A rulebook's terms, weighed. Built once for a rulebook and then only read."""

    def __init__(self, book: Book) -> None:
        self.emergencies = frozenset(code for code, row in book.categories.items() if row.emergency)
        leaves = [code for code, row in book.categories.items() if row.level == 3]
        strong: dict[Term, dict[str, float]] = {}
        weak: dict[Term, dict[str, float]] = {}
        for leaf in leaves:
            for node in book.category_path(leaf):
                factor = OWN if node == leaf else PARENT
                for term in _terms(book.categories[node]):
                    _keep(strong, term, leaf, factor)
                    for hint in _hints(term) if node == leaf else ():
                        _keep(weak, hint, leaf, HINT)
        self.strong, self.weak = _weighed(strong, len(leaves)), _weighed(weak, len(leaves))
        self._strong, self._weak = Phrases([*self.strong, *_harmless()]), Phrases(self.weak)

    def near(self, danger: Term) -> frozenset[str]:
        """The categories of danger that share a term, or part of one, with these words."""
        found = self._strong.find(danger) + self._weak.find(danger)
        owners = {leaf for _, term in found for terms in (self.strong, self.weak) for leaf in terms.get(term, ())}
        return self.emergencies & owners

    def scores(self, folds: Sequence[str]) -> dict[str, dict[Term, tuple[float, int]]]:
        """For every leaf, the terms found with their weights and the place of their first occurrence."""
        found: dict[str, dict[Term, tuple[float, int]]] = {}
        free = list(folds)
        for at, term in self._strong.find(folds):
            free[at : at + len(term)] = ["\0"] * len(term)
            _add(found, self.strong.get(term, {}), term, at)
        for at, term in self._weak.find(free):
            _add(found, self.weak[term], term, at)
        return found


def suggest(text: str, rulebook: Book, n: int = 5) -> list[Suggestion]:
    """The `n` categories that fit best, best first; none when no known word stands in the text.

    `emergency` is true when the category is one of danger, or when the text names a danger, unless the text only
    asks (opening hours, forms, fees).
    """
    shown = nfkc(text[:MAX_CHARACTERS])
    found = tokens(shown)
    folds = [token.fold for token in found]
    index = _index_of(rulebook)
    asking = bool(_asking().find(folds))
    dangers = [] if asking else _dangers(folds)
    danger = bool(dangers)
    scores = index.scores(folds)
    alarming = {named for _, named in dangers}
    for at, named in dangers:
        for leaf in index.near(named):
            scores.setdefault(leaf, {}).setdefault(named, (DANGER, at))
    out = []
    for code, terms in scores.items():
        score = 1 - math.exp(-SATURATION * sum(weight for weight, _ in terms.values()))
        whole = [
            (at, len(term)) for term, (_, at) in terms.items() if term in alarming or code in index.strong.get(term, ())
        ]
        words = list(dict.fromkeys(_words(shown, found, at, size) for at, size in _apart(whole)))
        alarm = not asking and (danger or (code in index.emergencies and score >= 0.5))
        out.append(Suggestion(code, round(score, 4), words, alarm))
    out.sort(key=lambda s: (-s.score, s.code))
    return out[:n]


def emergency_words(text: str) -> list[str]:
    """The words of a text that say somebody may be in danger now; empty when it only asks about hours or forms."""
    shown = nfkc(text[:MAX_CHARACTERS])
    found = tokens(shown)
    folds = [token.fold for token in found]
    if _asking().find(folds):
        return []
    return list(dict.fromkeys(_words(shown, found, at, len(term)) for at, term in _dangers(folds)))


def _apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of places in a text (begin, length) those that do not overlap, the longest first."""
    kept: list[tuple[int, int]] = []
    for at, size in sorted(places, key=lambda place: (-place[1], place[0])):
        if all(at + size <= begin or begin + length <= at for begin, length in kept):
            kept.append((at, size))
    return kept


def _words(shown: str, found: Sequence[Token], at: int, size: int) -> str:
    return shown[found[at].start : found[at + size - 1].end]


def _dangers(folds: Sequence[str]) -> list[tuple[int, Term]]:
    danger = _danger_terms()
    return [(at, term) for at, term in _alarm().find(folds) if term in danger]


@lru_cache(maxsize=1)
def _danger_terms() -> frozenset[Term]:
    return frozenset(folded(phrase) for phrase in emergency.phrases(emergency.DANGER))


@lru_cache(maxsize=1)
def _harmless() -> frozenset[Term]:
    return frozenset(folded(phrase) for phrase in emergency.phrases(emergency.HARMLESS + emergency.COMPOUNDS))


@lru_cache(maxsize=1)
def _alarm() -> Phrases:
    return Phrases(_danger_terms() | _harmless())


@lru_cache(maxsize=1)
def _asking() -> Phrases:
    return Phrases(folded(phrase) for phrase in emergency.phrases(emergency.ASKING))


def _terms(row: Any) -> Iterable[Term]:
    """The names and synonyms of a category in every language, folded."""
    names = (row.name_zh_hant, row.name_en, row.name_zh_hans)
    synonyms = (word for words in (row.synonyms or {}).values() for word in words)
    return {term for term in map(folded, (*names, *synonyms)) if term and " ".join(term) not in _STOP}


def _hints(term: Term) -> Iterable[Term]:
    """Parts of a term that hint at it: pairs of Han characters, single words of other scripts."""
    for a, b in pairwise(term):
        if _is_han(a) and _is_han(b) and a + b not in _STOP_HAN and len(term) > 2:
            yield (a, b)
    if len(term) > 1:
        yield from ((word,) for word in term if not _is_han(word) and len(word) > 2 and word not in _STOP)


def _is_han(fold: str) -> bool:
    return len(fold) == 1 and not fold.isascii()


def _keep(terms: dict[Term, dict[str, float]], term: Term, leaf: str, factor: float) -> None:
    leaves = terms.setdefault(term, {})
    leaves[leaf] = max(factor, leaves.get(leaf, 0.0))


def _weighed(terms: Mapping[Term, Mapping[str, float]], leaves: int) -> dict[Term, dict[str, float]]:
    """Weights by rarity: 1 for a term of one leaf, less for every other leaf that owns it, half for a lone Han."""
    most = math.log1p(leaves) or 1.0
    out: dict[Term, dict[str, float]] = {}
    for term, owners in terms.items():
        shared = sum(factor == max(owners.values()) for factor in owners.values())
        rarity = math.log1p(leaves / shared) / most
        size = 0.5 if len(term) == 1 and _is_han(term[0]) else min(1.45, 1 + 0.15 * (len(term) - 2))
        out[term] = {leaf: factor * rarity * size for leaf, factor in owners.items()}
    return out


def _add(found: dict[str, dict[Term, tuple[float, int]]], owners: Mapping[str, float], term: Term, at: int) -> None:
    for leaf, weight in owners.items():
        found.setdefault(leaf, {}).setdefault(term, (weight, at))


_kept: dict[int, tuple[Callable[[], object], Index]] = {}


def _index_of(rulebook: Book) -> Index:
    """The index of this very rulebook object; rulebooks are snapshots that change by being replaced."""
    kept = _kept.get(id(rulebook))
    if kept is not None and kept[0]() is rulebook:
        return kept[1]
    for key in [key for key, (alive, _) in _kept.items() if alive() is None]:
        del _kept[key]
    index = Index(rulebook)
    _kept[id(rulebook)] = (weakref.ref(rulebook), index)
    return index
