"""What every method of the endpoint shares: jurisdiction, format, and errors in the standard's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from answerable.api.open311 import formats
from answerable.api.sentences import sentence
from answerable.organisation import queries as organisation
from answerable.organisation.doors import api
from answerable.organisation.models import Jurisdiction
from answerable.rules.problems import NotAllowed, NotFound, Refused

log = structlog.get_logger(__name__)


class Open311Error(Exception):
    """An answer that is an error: an HTTP status and sentences for the person at the end."""

    def __init__(self, status: int, sentences: str | Sequence[str]) -> None:
        self.status = status
        self.sentences = [sentences] if isinstance(sentences, str) else list(sentences)
        super().__init__(*self.sentences)


Method = Callable[..., HttpResponse]


def resource(**methods: Method) -> Callable[..., HttpResponse]:
    """A view of one address: `get=` and `post=` are called with (request, format=..., and what the address names)."""
    by_name: Mapping[str, Method] = {name.upper(): method for name, method in methods.items()}

    @api
    @csrf_exempt
    def view(request: HttpRequest, format: str, **named: str) -> HttpResponse:
        method = by_name.get("GET" if request.method == "HEAD" else request.method or "")
        try:
            if method is None:
                return _wrong_method(by_name, format)
            return method(request, format=format, **named)
        except Open311Error as error:
            return formats.errors(error.status, error.sentences, format=format)
        except Refused as refused:
            return formats.errors(_status(refused), [sentence(p) for p in refused.problems], format=format)
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            return formats.errors(
                400, [_("This request could not be read. Please check its form and size.")], format=format
            )
        except (OperationalError, InterfaceError):
            log.exception("open311 request met no database", path=request.path)
            return _come_back(format)
        except Exception:
            log.exception("open311 request failed", path=request.path)
            words = _("Something went wrong on our side. Nothing was stored; please try again in a few minutes.")
            return formats.errors(500, [words], format=format)

    return view


def _come_back(format: str) -> HttpResponse:
    """The database went away in the middle: nobody can say what was stored, but the same post makes no second case."""
    words = _("The service is restarting. Please send the same again in half a minute; it will not be stored twice.")
    response = formats.errors(503, [words], format=format)
    response.headers["Retry-After"] = "30"
    return response


@api
@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below the endpoint that is none of its methods."""
    format = "json" if rest.endswith(".json") else "xml"
    words = _("There is nothing at this address. Addresses end in .xml or .json; see discovery.xml.")
    return formats.errors(404, [words], format=format)


def jurisdiction_of(request: HttpRequest) -> Jurisdiction:
    """The jurisdiction asked for; none named means the one of this site. Raises 404 for an unknown one."""
    named = argument(request, "jurisdiction_id")
    site = getattr(request, "jurisdiction", None) or organisation.jurisdiction(settings.JURISDICTION)
    if not named or named in (site.open311_id, site.code):
        return site
    other = Jurisdiction.objects.filter(open311_id=named).first()
    if other is None:
        raise Open311Error(404, _("jurisdiction_id “%(id)s” is not served here.") % {"id": named[:100]})
    return other


def argument(request: HttpRequest, name: str) -> str:
    """An argument from the address or the form; an empty one is the same as none."""
    return (request.POST.get(name) or request.GET.get(name) or "").strip()


def now_of(request: HttpRequest) -> datetime:
    """The one reading of the clock of this request."""
    return getattr(request, "now", None) or timezone.now()


def _wrong_method(by_name: Mapping[str, Method], format: str) -> HttpResponse:
    allowed = ", ".join(by_name)
    answer = formats.errors(405, [_("This address takes only %(methods)s.") % {"methods": allowed}], format=format)
    answer["Allow"] = allowed
    return answer


def _status(refused: Refused) -> int:
    if isinstance(refused, NotFound):
        return 404
    return 403 if isinstance(refused, NotAllowed) else 400
