"""The REST API as a whole: its sign-in, its form of errors, its description of itself."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from answerable.api import queries
from answerable.api.models import ApiKey
from answerable.api.rest.schemas import Problems
from answerable.api.sentences import sentence
from answerable.rules.access import Actor
from answerable.rules.problems import NotAllowed, NotFound, Problem, Refused, Stale

log = structlog.get_logger(__name__)
ERRORS = {400: Problems, 401: Problems, 403: Problems, 404: Problems, 409: Problems, 422: Problems}


class SignedIn(SessionAuth):
    """An officer in the desk's own session; writing also needs the X-CSRFToken header."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            raise NotAllowed(Problem("needs_a_post"))
        return actor


class Key(HttpBearer):
    """A key of an officer post: `Authorization: Bearer ...`. The program acts as that post."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        key = queries.valid_key(token, now=timezone.now(), with_post=True)
        return actor_of(key) if key is not None and key.post is not None else None


def actor_of(key: ApiKey) -> Actor:
    """The post of a key as one who acts; the ledger names the key in the place of an officer."""
    assert key.post is not None
    return Actor(
        kind="officer",
        jurisdiction=key.jurisdiction.code,
        roles=frozenset(key.post.roles),
        unit=key.post.unit.code,
        post=key.post.code,
        officer=f"key-{key.pk}",
        program=True,
    )


api = NinjaAPI(
    title="Answerable",
    version="1",
    description=(
        "What the desk does, for programs. Sign in by session or by a bearer key of an officer post. Every refusal "
        "has the form {problems: [{code, field, sentence}]}, its sentences in the language of Accept-Language. "
        "A schema violation and a refusal by the rulebook are both 422; nothing was changed."
    ),
    auth=[Key(), SignedIn()],
    urls_namespace="rest",
    docs_url=None,
)


def problems(request: HttpRequest, status: int, rows: Sequence[tuple[str, str, str]]) -> HttpResponse:
    """An error answer; a row is (code, field, sentence)."""
    body = {"problems": [{"code": code, "field": field, "sentence": words} for code, field, words in rows]}
    return api.create_response(request, body, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The domain said no: 404, 403, 409 when somebody acted meanwhile, else 422."""
    status = 422
    for kind, number in ((NotFound, 404), (Stale, 409), (NotAllowed, 403)):
        if isinstance(error, kind):
            status = number
    return problems(request, status, [(p.code, p.field, str(sentence(p))) for p in error.problems])


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    words = _("Sign in first, or send a valid key: Authorization: Bearer KEY.")
    answer = problems(request, 401, [("sign_in", "", words)])
    answer["WWW-Authenticate"] = 'Bearer realm="answerable"'
    return answer


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request does not fit its schema; one row for each place."""
    rows = [("malformed", ".".join(str(p) for p in e["loc"][1:]), str(e["msg"])) for e in error.errors]
    return problems(request, 422, rows)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if "CSRF" in str(error):
        words = _("The form's security token is missing or old. Load the page again and repeat.")
        return problems(request, 403, [("csrf", "", words)])
    return problems(request, error.status_code, [("bad_request", "", str(error))])


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems(request, 400, [("too_big", "", _("This request is too large."))])


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("rest request failed", path=request.path, exc_info=error)
    words = _("Something went wrong on our side. Nothing was stored; please try again in a few minutes.")
    return problems(request, 500, [("failed", "", words)])
