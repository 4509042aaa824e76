"""What helps the one who listens: what a text is about, cases like it, answers already known."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from answerable.api.rest import schemas as s
from answerable.api.rest import shown
from answerable.api.rest.site import ERRORS
from answerable.cases import queries as cases
from answerable.organisation import queries as organisation
from answerable.triage import queries as triage
from answerable.triage.suggest import suggest

router = Router(tags=["help"])


class Heard(s.Wish):
    """A text as far as it is typed; it is looked at and not kept."""

    words: Annotated[s.Text, Field(max_length=20_000)]
    n: Annotated[int, Field(strict=True, ge=1, le=20)] = 5


class HeardSomewhere(Heard):
    category_code: s.Code = ""
    latitude: s.Latitude | None = None
    longitude: s.Longitude | None = None


class Question(Heard):
    language: Literal["", "zh-hant", "en", "zh-hans"] = ""


class ArticleOut(s.Schema):
    question: str
    answer: str


@router.post("/suggestions", response={200: list[s.SuggestionOut], **ERRORS}, summary="What a text may be about")
def suggestions(request: HttpRequest, body: Heard) -> list[s.SuggestionOut]:
    book = organisation.rulebook(organisation.jurisdiction(request.auth.jurisdiction), now=request.now)
    return [
        s.SuggestionOut(
            code=found.code, name=book.categories[found.code].name, score=found.score, matched=list(found.matched),
            emergency=found.emergency,
        )
        for found in suggest(body.words, book, n=body.n)
    ]  # fmt: skip


@router.post("/similar", response={200: list[s.SimilarOut], **ERRORS}, summary="Open public cases like this one")
def similar(request: HttpRequest, body: HeardSomewhere) -> list[s.SimilarOut]:
    found = cases.similar_open(
        organisation.jurisdiction(request.auth.jurisdiction), words=body.words, category_code=body.category_code,
        latitude=body.latitude, longitude=body.longitude, now=request.now, n=body.n,
    )  # fmt: skip
    return [s.SimilarOut(case=shown.line(f.case), distance_m=f.distance_m, score=f.score) for f in found]


@router.post("/answers", response={200: list[ArticleOut], **ERRORS}, summary="Answers of the knowledge base")
def answers(request: HttpRequest, body: Question) -> list[ArticleOut]:
    language = body.language or get_language() or "en"
    city = organisation.jurisdiction(request.auth.jurisdiction)
    suffix = language.replace("-", "_")
    return [
        ArticleOut(question=getattr(a, f"question_{suffix}"), answer=getattr(a, f"answer_{suffix}"))
        for a in triage.answers(body.words, city, language, body.n)
    ]
