"""The desk on which a plan document is filed: what is there already, what is new, what may change and what may not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from answerable.organisation.models import Post
from answerable.plans.actions.storing_report import StoreReport
from answerable.plans.actions.work import Work
from answerable.plans.exchange.naming import LANGUAGES, Answering, Names
from answerable.plans.exchange.spans import is_period
from answerable.plans.models import Plan
from answerable.rules.gap_words import COLLECTIVE

CHUNK = 500  # rows in one statement
PLACES = Decimal("0.00000001")
LARGEST = Decimal(10) ** 15
_SEVERAL = re.compile(r"[/／;；、]")  # an "and" may be part of one body's name
_PLAIN = re.compile(r"[\W_]+")


@dataclass
class Filing:
    """Rows wait in `waiting` by table until `flush`, so that a plan of thousands of rows takes a few statements."""

    work: Work
    plan: Plan
    report: StoreReport
    decided_on: date
    decision: str
    waiting: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    _bodies: dict[str, Post] | None = None

    def put(self, existing: models.Model | None, values: Mapping[str, Any], fresh: models.Model, where: str) -> Any:
        """The stored row for what the document says: added, left, changed in a draft, or refused with a line."""
        noun = str(fresh._meta.model_name)
        if existing is None:
            self.waiting[type(fresh)].append(fresh)
            self.report.added[noun] += 1
            return fresh
        other = {name: value for name, value in values.items() if getattr(existing, name) != value}
        if not other:
            self.report.same[noun] += 1
        elif self.plan.state == "draft":
            self.work.set(existing, **other)
            self.report.changed[noun] += 1
        else:
            self.report.say("store_differs", where, noun=noun, fields=", ".join(sorted(other)))
        return existing

    def unowned(self, existing: models.Model | None, who: Answering, code: str) -> bool:
        """Whether something new has no head and the plan is published: it stays out, with a line (invariant 1)."""
        started = not self.plan.pilot or code in self.plan.pilot
        if existing is not None or self.plan.state == "draft" or not started:
            return False
        out = self.post(who, code) is None
        if out:
            self.report.say("store_unowned", code)
        return out

    def add(self, row: models.Model) -> None:
        """A new row of a table whose rows are only ever added."""
        self.waiting[type(row)].append(row)
        self.report.added[str(row._meta.model_name)] += 1

    def flush(self) -> None:
        """Write what waits, table by table in the order of arrival."""
        for rows in self.waiting.values():
            for start in range(0, len(rows), CHUNK):
                self.work.record.add_all(rows[start : start + CHUNK])
        self.waiting.clear()

    def names(self, names: Names, where: str, longest: int = 200, column: str = "name") -> dict[str, str]:
        """The columns of a name; what is too long for one is cut, and said."""
        given = {language: getattr(names, language).strip() for language in LANGUAGES}
        if any(len(text) > longest for text in given.values()):
            self.report.say("store_cut", where, field=column, limit=longest)
        return {f"{column}_{language}": _cut(text, longest) for language, text in given.items()}

    def number(self, value: Decimal | None, where: str) -> Decimal | None:
        """The value as a column holds it: eight decimals; None, with a line, for one that is beyond any column."""
        if value is None:
            return None
        if abs(value) >= LARGEST:
            self.report.say("store_no_number", where, value=str(value)[:40])
            return None
        return value if value == value.quantize(PLACES) else value.quantize(PLACES)

    def period(self, code: str, where: str) -> str:
        """The code of a period; "", with a line, for anything else."""
        if is_period(code):
            return code
        self.report.say("store_no_period", where, period=code[:40])
        return ""

    def left_out(self, where: str, **fields: object) -> None:
        """Say what the document states and no table keeps."""
        said = [name for name, value in fields.items() if value not in ("", None, ()) and bool(value)]
        if said:
            self.report.say("store_not_kept", where, fields=", ".join(said))

    def post(self, answering: Answering, where: str, field: str = "accountable") -> Post | None:
        """The post that a document means: by its code, or the head of the body that it names in any language."""
        if not answering:
            return None
        found = self.work.book.post(answering.post_code)
        stated = [text for language in LANGUAGES if (text := getattr(answering.stated, language))]
        for text in stated if found is None else ():
            found = self.bodies.get(plain(text)) or found
        several = any(_SEVERAL.search(text) or COLLECTIVE.search(text) for text in stated)
        if found is None and not several:  # a short name stands for one body only where the full name does
            found = self.bodies.get(plain(answering.abbreviation)) if answering.abbreviation else None
        if found is None:
            said = answering.post_code or (stated or [answering.abbreviation])[0]
            self.report.say("store_bodies_several" if several else "store_body_unknown", where, body=said[:120],
                            plan_part=field)  # fmt: skip
        return found

    @property
    def bodies(self) -> dict[str, Post]:
        """The head post of each open unit by its plain names and its code."""
        if self._bodies is None:
            self._bodies = {}
            for unit in self.work.book.units.values():
                if unit.head_post is not None:
                    for text in (unit.code, unit.name_zh_hant, unit.name_en, unit.name_zh_hans):
                        if text:
                            self._bodies.setdefault(plain(text), unit.head_post)
        return self._bodies


def plain(text: str) -> str:
    """A body's name without case, blanks, marks and a leading article, so that two spellings of it are one."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").strip()
    return _PLAIN.sub("", folded.removeprefix("the "))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
