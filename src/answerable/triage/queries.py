"""What the hotline may answer at once: articles of the knowledge base that fit what is being said."""

from __future__ import annotations

import math
import threading
import time as monotonic
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from answerable.organisation.models import LANGUAGE_SUFFIX, Jurisdiction, Unit
from answerable.triage.fold import folded
from answerable.triage.models import Article

KEEP_SECONDS = 30.0
ANSWER_WEIGHT = 0.25  # a word of the answer counts so much of a word of the question
LEAST = 0.12  # below this share of the text's own words nothing is offered
_LANGUAGES = tuple(dict.fromkeys(LANGUAGE_SUFFIX.values()))


@dataclass(frozen=True, slots=True)
class Answer:
    """An article in the reader's language, with how well it fits (0 to 1)."""

    code: str
    question: str
    answer: str
    unit: Unit
    category_code: str
    score: float


class _Index:
    """Articles by term, in all languages at once."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self.terms: dict[str, dict[int, float]] = {}
        for place, article in enumerate(articles):
            for language in _LANGUAGES:
                for weight, text in (
                    (ANSWER_WEIGHT, getattr(article, f"answer_{language}")),
                    (1.0, getattr(article, f"question_{language}")),
                ):
                    for term in _terms(text):
                        places = self.terms.setdefault(term, {})
                        places[place] = max(weight, places.get(place, 0.0))

    def rank(self, text: str) -> list[tuple[float, int]]:
        """Share of the text's terms that an article has, rare terms weighing more; best first."""
        asked = Counter(_terms(text))
        total = 0.0
        scores: dict[int, float] = {}
        for term in asked:
            places = self.terms.get(term, {})
            rarity = math.log1p(len(self.articles) / (1 + len(places)))
            total += rarity
            for place, weight in places.items():
                scores[place] = scores.get(place, 0.0) + weight * rarity
        return sorted(((score / total, -place) for place, score in scores.items() if total), reverse=True)


def answers(text: str, jurisdiction: Jurisdiction, language: str, n: int = 3) -> list[Answer]:
    """The `n` articles in force that fit the text best, best first, in the reader's language.

    The text may be in any of the three languages. Articles are read again at most every KEEP_SECONDS.
    """
    index = _index_of(jurisdiction)
    ranked = [(score, -place) for score, place in index.rank(text[:2000]) if score >= LEAST]
    return [_answer(index.articles[place], language, score) for score, place in ranked[:n]]


def _answer(article: Article, language: str, score: float) -> Answer:
    suffix = LANGUAGE_SUFFIX.get(language, "en")
    return Answer(
        article.code,
        getattr(article, f"question_{suffix}"),
        getattr(article, f"answer_{suffix}"),
        article.unit,
        article.category_code,
        round(min(1.0, score), 4),
    )


def _terms(text: str) -> set[str]:
    """Words, and pairs of neighbouring Han characters."""
    folds = folded(text)
    pairs = {a + b for a, b in pairwise(folds) if not a.isascii() and not b.isascii()}
    return pairs | {word for word in folds if word.isascii() and len(word) > 2}


_lock = threading.Lock()
_kept: dict[tuple[int, str], tuple[float, _Index]] = {}


def _index_of(jurisdiction: Jurisdiction) -> _Index:
    key = (jurisdiction.pk, jurisdiction.pack_digest)
    kept = _kept.get(key)
    if kept is not None and monotonic.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    rows = Article.objects.filter(jurisdiction=jurisdiction, effective_until=None).select_related("unit").order_by("pk")
    index = _Index(list(rows))
    with _lock:
        for old in [old for old in _kept if old[0] == jurisdiction.pk]:
            del _kept[old]
        _kept[key] = (monotonic.monotonic(), index)
    return index


def forget() -> None:
    """Drop what is kept: the next question reads the articles again."""
    _kept.clear()
