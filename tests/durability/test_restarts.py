"""What is in the middle of something when it dies is done once it is back: jobs, letters, and a person's request."""

from __future__ import annotations

import http.client
import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from tests.durability.town import Town, founded, kill, wait

pytestmark = pytest.mark.slow
WORDS = "The lamp before our door has been dark since Tuesday, and my mother fell on the steps last night."


class Mailbox(socketserver.StreamRequestHandler):
    """Enough SMTP to take letters, slowly; notes the Message-ID of each."""

    taken: Counter[str] = Counter()
    seconds = 0.15

    def handle(self) -> None:
        self._say(b"220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self._take()
                self._say(b"250 taken")
            elif word == b"QUIT":
                return self._say(b"221 bye")
            else:
                self._say(b"250 yes")

    def _take(self) -> None:
        letter = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            letter += line
        time.sleep(self.seconds)
        found = re.search(rb"(?im)^Message-ID:\s*(\S+)", letter)
        self.taken[found.group(1).decode() if found else "none"] += 1

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def post_office() -> Iterator[int]:
    Mailbox.taken.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as office:
        office.daemon_threads = True
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office.server_address[1]
        office.shutdown()


@pytest.fixture(scope="module")
def postal_town() -> Iterator[Town]:
    """A town whose letters go to our own post office."""
    with (
        post_office() as port,
        founded(
            ANSWERABLE_EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", ANSWERABLE_SMTP_PORT=str(port)
        ) as built,
    ):
        with built.serving():
            for turn in range(30):
                status, number = built.report(f"{WORDS} ({turn})", once=f"r{turn}")
                assert status == 201, number
        yield built


def _number(town: Town, query: str) -> int:
    with town.database() as link:
        return int(link.execute(query).fetchone()[0])


def _defer(town: Town, task: str) -> None:
    """Ask for a job now instead of waiting for its minute."""
    module, name = task.rsplit(".", 1)
    run = town.command("shell", "-c", f"from {module} import {name}; {name}.defer()")
    assert run.returncode == 0, run.stderr


def test_a_worker_killed_while_clocks_ring_rings_each_once_when_it_is_back(postal_town: Town) -> None:
    town = postal_town
    with town.database() as link:
        passed = "due_at = now() - interval '1 minute', next_at = now() - interval '1 minute'"
        link.execute(f"UPDATE cases_clock SET {passed} WHERE stopped_at IS NULL")
    waiting = "SELECT count(*) FROM cases_clock WHERE stopped_at IS NULL AND rang_at IS NULL"
    clocks = _number(town, waiting)
    assert clocks >= 60
    _defer(town, "answerable.cases.jobs.ring_clocks")
    town.start("worker")
    wait(lambda: _number(town, waiting) < clocks, "no clock rings", town.log, 90)
    kill(town.process.pid)
    town.process.wait()
    left = _number(town, waiting)
    with town.serving(what="worker"):
        wait(lambda: _number(town, waiting) == 0, "not every clock rang", town.log, 150)
    assert left > 0, "the worker had finished before it was killed; nothing was shown"
    assert _number(town, "SELECT count(*) FROM ledger_entry WHERE verb = 'ring'") == clocks
    assert _number(town, "SELECT count(*) FROM outbox_message WHERE template = 'overdue'") >= clocks
    assert town.command("ledger", "verify").returncode == 0


def test_a_worker_killed_between_letters_sends_the_rest_when_it_is_back(postal_town: Town) -> None:
    town = postal_town
    with town.database() as link:
        link.execute(
            """
            INSERT INTO outbox_message (jurisdiction_id, channel, address, language, template, subject, body,
                                        created_at, due_at, attempts, failure)
            SELECT j.id, 'email', 'someone' || n || '@mail.example', 'en', 'receipt', 'S', 'B', now(), now(), 0, ''
              FROM organisation_jurisdiction j, generate_series(1, 40) n
            """
        )
    letters = "SELECT count(*) FROM outbox_message WHERE template = 'receipt' AND channel = 'email' AND sent_at IS NULL"
    wanted = _number(town, letters)
    _defer(town, "answerable.outbox.jobs.deliver")
    town.start("worker")
    wait(lambda: sum(Mailbox.taken.values()) >= 5, "no letter leaves", town.log, 90)
    kill(town.process.pid)
    town.process.wait()
    assert 0 < _number(town, letters) < wanted
    with town.serving(what="worker"):
        # The one letter in the hand of the killed worker is tried again after minutes; spare the test the wait.
        wait(lambda: _number(town, letters) <= 1, "the rest did not leave", town.log, 150)
        with town.database() as link:
            link.execute("UPDATE outbox_message SET due_at = now() WHERE sent_at IS NULL AND channel = 'email'")
        wait(lambda: _number(town, letters) == 0, "the last letter did not leave", town.log, 150)
    doubled = [count for count in Mailbox.taken.values() if count > 1]
    assert len(doubled) <= 1, "only the letter in the hand of the killed worker may go twice"


def _report_form(town: Town, words: str) -> tuple[int, str]:
    """The public form as a browser sends it, with the token the page gave."""
    link = http.client.HTTPConnection("127.0.0.1", town.port, timeout=60)
    link.request("GET", "/report?lang=en")
    page = link.getresponse()
    text = page.read().decode()
    cookies = "; ".join(value.split(";")[0] for name, value in page.getheaders() if name.lower() == "set-cookie")
    fields = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|key)" value="([^"]+)"', text))
    form = {**fields, "words": words, "address": "Mill Street 4", "send": "1"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    link.request("POST", "/report", urlencode(form).encode(), headers)
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    return answer.status, body


def test_a_database_that_restarts_during_a_request_keeps_the_words_and_the_next_request_works(town: Town) -> None:
    with town.serving():
        assert _report_form(town, f"{WORDS} First.")[0] in (302, 303)
        answers: list[tuple[int, str]] = []
        holding, looking = town.database(), town.database()
        holding.autocommit = False
        holding.execute("LOCK TABLE cases_case IN ACCESS EXCLUSIVE MODE")
        sender = threading.Thread(target=lambda: answers.append(_report_form(town, f"{WORDS} Second.")))
        sender.start()
        held = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        wait(lambda: looking.execute(held).fetchone()[0] > 0, "the request did not reach the table", town.log)
        kill(town.postmaster())
        sender.join(90)
        holding.close()
        looking.close()
        status, page = answers[0]
        assert status == 503
        assert "Second." in page
        assert "Traceback" not in page
        wait(lambda: _report_form(town, f"{WORDS} Third.")[0] in (302, 303), "reports are not taken again", town.log)
    with town.database() as link:
        found = [row[0] for row in link.execute("SELECT words FROM cases_case").fetchall()]
    assert sum("Second." in words for words in found) == 0
    assert sum("Third." in words for words in found) == 1
