"""Figures pulled from an address: seen before they count, tried again when it fails. The server here is a real one."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from answerable.organisation import queries as organisation
from answerable.outbox.models import Message
from answerable.plans.actions.batches import accept_batch
from answerable.plans.actions.feeds import end_feed, pull, pull_due, set_feed
from answerable.plans.models import Batch, Observation
from answerable.plans.queries.batches import preview
from answerable.rules.problems import NotAllowed, Refused

pytestmark = pytest.mark.django_db
CSV = "month,lanes\n2025-12,40\n2026-04,43\n2026-05,39\n2026-07,50\n"
MAPPING = {"period": "month", "value": "lanes"}


class Site:
    """A web site that answers with what the test puts here."""

    def __init__(self, url: str) -> None:
        self.url, self.body, self.status = url, CSV, 200


@pytest.fixture
def site():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = found.body.encode()
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}/lanes")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def own_network(harbour):
    """A city that allows addresses of its own network."""
    harbour.settings = {**harbour.settings, "feed_private_addresses": 1}
    harbour.save()
    organisation.forget()
    yield
    organisation.forget()


@pytest.fixture
def feed(plan, actor, now, site, own_network):
    return set_feed(
        actor=actor("cleansing-handler"), now=now, plan_code=plan.code, code="H-03", address=site.url, form="csv",
        mapping=MAPPING, every_hours=24,
    )  # fmt: skip


def test_what_an_address_changes_waits_until_it_was_seen(feed, actor, now) -> None:
    batch = pull(actor=actor("cleansing-handler"), now=now, key=feed.pk)
    seen = preview(batch, now=now)
    assert [(line.kind, line.entry.period.code, line.new) for line in seen.lines] == [
        ("new", "2025-12", 40), ("changed", "2026-04", 43), ("same", "2026-05", 39),
    ]  # fmt: skip
    assert not Observation.objects.filter(batch=batch).exists()  # July 2026 is not over and was left out
    assert accept_batch(actor=actor("cleansing-handler"), now=now, key=batch.pk, words="as the registry says") == 2
    line = Message.objects.get(template="figures_waiting")
    assert (line.post.code, line.channel) == ("cleansing-handler", "in_app")


def test_what_waits_already_does_not_wait_twice(feed, site, now) -> None:
    assert pull_due(now=now) == 1
    assert pull_due(now=now + timedelta(hours=1)) == 0  # not its time
    assert pull_due(now=now + timedelta(hours=25)) == 0  # its time, and nothing new
    site.body = CSV.replace("40", "47")
    assert pull_due(now=now + timedelta(hours=50)) == 1
    assert Batch.objects.filter(way="pull", state="waiting").count() == 2


def test_an_address_that_fails_says_why_and_is_tried_again(feed, site, actor, now) -> None:
    site.status = 503
    with pytest.raises(Refused) as error:
        pull(actor=actor("cleansing-handler"), now=now, key=feed.pk)
    assert error.value.problems[0].params["reason"] == "status 503"
    assert pull_due(now=now) == 0
    feed.refresh_from_db()
    assert "status 503" in feed.last_error
    assert feed.next_at == now + timedelta(hours=24)
    site.status = 200
    assert pull_due(now=now + timedelta(hours=24)) == 1
    feed.refresh_from_db()
    assert feed.last_error == ""


def test_an_address_that_changed_its_form_is_not_read_past_that(feed, site, now) -> None:
    site.body = "month,streets\n2026-05,39\n"
    assert pull_due(now=now) == 0
    feed.refresh_from_db()
    assert "lanes" in feed.last_error
    assert not Batch.objects.filter(way="pull").exists()


def test_json_is_read_by_its_paths(site, plan, actor, now, own_network) -> None:
    site.body = json.dumps({"data": {"rows": [{"when": "2025-12", "how": {"many": 40}}]}})
    feed = set_feed(
        actor=actor("statistician"), now=now, plan_code=plan.code, code="H-03", address=site.url, form="json",
        mapping={"rows": "data.rows", "period": "when", "value": "how.many"}, every_hours=1,
    )  # fmt: skip
    batch = pull(actor=actor("statistician"), now=now, key=feed.pk)
    assert [line.new for line in preview(batch, now=now).lines] == [40]


def test_an_address_in_the_own_network_is_refused_unless_the_city_allows_it(site, plan, actor, now) -> None:
    organisation.forget()
    feed = set_feed(
        actor=actor("cleansing-handler"), now=now, plan_code=plan.code, code="H-03", address=site.url, form="csv",
        mapping=MAPPING, every_hours=24,
    )  # fmt: skip
    with pytest.raises(Refused) as error:
        pull(actor=actor("cleansing-handler"), now=now, key=feed.pk)
    assert error.value.problems[0].params["reason"] == "private_address"


def test_a_feed_that_cannot_be_is_refused_at_once(plan, actor, now) -> None:
    wish = {"actor": actor("cleansing-handler"), "now": now, "plan_code": plan.code, "code": "H-03"}
    with pytest.raises(Refused) as error:
        set_feed(**wish, address="file:///etc/passwd", form="xls", mapping=MAPPING, every_hours=0)
    assert [problem.field for problem in error.value.problems] == ["address", "form", "every_hours"]
    with pytest.raises(Refused):
        set_feed(**wish, address="http://x.example", form="csv", mapping={"colour": "red"}, every_hours=1)
    with pytest.raises(NotAllowed):
        set_feed(
            **(wish | {"actor": actor("works-handler")}), address="http://x.example", form="csv", mapping=MAPPING,
            every_hours=1,
        )  # fmt: skip


def test_a_feed_that_ended_is_pulled_no_more(feed, actor, now) -> None:
    end_feed(actor=actor("cleansing-handler"), now=now, key=feed.pk)
    assert pull_due(now=now + timedelta(days=2)) == 0
