"""Where the plan of an invented city is played: who holds which post, when things happen, and what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from answerable.ops.importing.plan_files import read_plans
from answerable.ops.simulation.texts import Voice, voice
from answerable.ops.simulation.town import Town
from answerable.organisation import queries as organisation
from answerable.organisation.files import Upload
from answerable.organisation.models import Officer
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.models import Plan
from answerable.rules.access import Actor

BEGAN = 460  # days before the end on which the plan is brought in: a whole year of it is over by then
CHAIR, OFFICE, REVIEWER = "plan-chair", "plan-secretary", "plan-reviewer"
STATISTICIAN, OUTSIDER = "plan-statistician", "think-tank"


def _paper(words: str) -> bytes:
    """One page of PDF (ISO 32000-1, 7.5) with a line of Latin letters on it, as any reader opens it."""
    drawn = f"BT /F1 16 Tf 72 760 Td ({words}) Tj ET".encode("ascii")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


PAPER = _paper("An invented paper of a demonstration: it shows nothing.")


@dataclass
class Stage:
    """One plan and its people. `until` is the end of the simulated past."""

    town: Town
    document: PlanDocument
    until: datetime
    rng: Random
    speaks: Voice
    held: Mapping[int, Officer]

    @classmethod
    def read(cls, town: Town, folder: Path, *, until: datetime, seed: int) -> Stage:
        """The plan of a pack's folder `plan`, and who holds the city's posts."""
        (document,), _ = read_plans(folder)
        held = organisation.holders([post.pk for post in town.book.posts.values()], until)
        speaks = voice(str(town.jurisdiction.settings.get("default_language", "en")))
        return cls(town, document, until, Random(f"{seed} planning"), speaks, held)

    @property
    def code(self) -> str:
        return self.document.code

    @property
    def plan(self) -> Plan:
        return Plan.objects.select_related("jurisdiction", "committee").get(
            jurisdiction=self.town.jurisdiction, code=self.code
        )

    def able(self, *posts: str) -> bool:
        """Whether all these posts are there and held."""
        found = [self.town.book.posts.get(code) for code in posts]
        return all(post is not None and post.pk in self.held for post in found)

    def by(self, post_code: str) -> Actor:
        """Whoever holds the post, as one who acts in it."""
        post = self.town.book.posts[post_code]
        return organisation.actor_for(self.held[post.pk], now=self.until, post_code=post_code)

    def at(self, days: float) -> datetime:
        """So many days before the end, in office hours, and never after the end."""
        return min(self.town.in_hours(self.until - timedelta(days=days), self.rng), self.until)

    def on(self, day: date) -> datetime:
        """A moment of that day (or of the next working one) in office hours."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self.town.zone)
        return self.town.in_hours(noon.astimezone(self.until.tzinfo), self.rng)

    def day(self, at: datetime) -> date:
        """Which day it is in the city."""
        return at.astimezone(self.town.zone).date()

    def say(self, key: str, **fills: object) -> str:
        return self.speaks.say(self.rng, f"plan_{key}", **fills)

    def text(self, key: str, number: int) -> str:
        """One of the texts of a kind by its place."""
        found = self.speaks.texts[f"plan_{key}"]
        return found[number % len(found)]

    def paper(self, name: str) -> tuple[Upload, ...]:
        return (Upload(f"{name}.pdf", PAPER),)
