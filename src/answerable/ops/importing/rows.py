"""A row of the file as a request: pure, one row at a time, every flaw a Refusal with its reason."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import is_normalized

from answerable.ops.importing.dates import reader
from answerable.ops.importing.mapping import SourceMapping
from answerable.ops.importing.problems import FileProblem, Refusal, refuse
from answerable.rules.intake import MAX_WORDS
from answerable.rules.lifecycle import KINDS
from answerable.rules.text import clean, guess_language

KEY_LIMIT, ADDRESS_LIMIT, TITLE_LIMIT = 120, 300, 200
Read = Callable[[Sequence[str]], str]


@dataclass(slots=True)
class Request:
    """What a row says, in our words, before it has a category, a unit or a number."""

    line: int
    key: str
    words: str
    title: str
    address: str
    latitude: float | None
    longitude: float | None
    opened: datetime
    closed: datetime | None
    due: datetime | None
    open: bool
    status: str
    category: str
    department: str
    district: str
    kind: str
    language: str
    answer: str
    name: str
    phone: str
    email: str


class RowReader:
    """Reads rows of one file under one mapping. Remembers which keys it has met (16 bytes of digest a row)."""

    def __init__(self, mapping: SourceMapping, header: Sequence[str], *, now: datetime, file: str = "") -> None:
        self.mapping, self.now = mapping, now
        if missing := sorted(mapping.columns() - set(header)):
            raise FileProblem(
                f"{file} has no column {', '.join(map(repr, missing))}. It has {', '.join(map(repr, header))}; "
                "put the right names into the mapping."
            )
        self._get: dict[str, Read] = {name: t.compile(header) for name, t in mapping.fields.items()}
        self._keys = [header.index(name) for name in mapping.key_columns]
        self._skip = [(name, header.index(name), values) for name, values in mapping.skip.items()]
        self._date = reader(mapping.date_formats, mapping.timezone)
        self._seen: dict[bytes, tuple[int, bytes]] = {}
        self._times: dict[bytes, int] = {}

    def read(self, line: int, row: Sequence[str]) -> Request:
        """The request a row holds. Raises Refusal; a row met before in this file raises Again."""
        for name, at, values in self._skip:
            if row[at].strip() in values:
                raise refuse("filtered", column=name, value=row[at].strip())
        nth = self._digest_key(row) if self.mapping.digest_key else ""
        words = self._words(row)
        get = self._text
        opened, closed, due = self._dates(row)
        latitude, longitude = self._place(get("latitude", row), get("longitude", row))
        address = get("address", row)
        if len(address) > ADDRESS_LIMIT:
            raise refuse("address_too_long", length=len(address), limit=ADDRESS_LIMIT)
        status, kind = get("status", row), self._kind(row)
        return Request(
            line=line, key=nth or self._column_key(line, row), words=words,
            title=cut(get("title", row)), address=address,
            latitude=latitude, longitude=longitude, opened=opened, closed=closed, due=due,
            open=status in self.mapping.open_values, status=status,
            category=get("category", row), department=get("department", row), district=get("district", row),
            kind=kind, language=self.mapping.language or guess_language(words),
            answer=get("answer", row), name=get("name", row), phone=get("phone", row), email=get("email", row),
        )  # fmt: skip

    def _text(self, name: str, row: Sequence[str]) -> str:
        get = self._get.get(name)
        if get is None:
            return ""
        text = get(row)
        # One line of visible characters in NFC is clean already: the usual case, told at a tenth of the cost.
        return text if text.isprintable() and is_normalized("NFC", text) else clean(text)

    def _words(self, row: Sequence[str]) -> str:
        words = self._text("words", row)
        if not words:
            raise refuse("no_words")
        if len(words) > MAX_WORDS:
            raise refuse("words_too_long", length=len(words), limit=MAX_WORDS)
        return words

    def _digest_key(self, row: Sequence[str]) -> str:
        """Identical rows without a key are different events: the n-th of them has a key of its own."""
        content = digest(row)
        nth = self._times[content] = self._times.get(content, 0) + 1
        return content.hex() if nth == 1 else f"{content.hex()}.{nth}"

    def _column_key(self, line: int, row: Sequence[str]) -> str:
        """Looked at last, so that only rows that are requests count as met before."""
        content, key = digest(row), "|".join([row[at].strip() for at in self._keys])
        if not key.strip("|"):
            raise refuse("no_key", columns=", ".join(self.mapping.key_columns))
        if len(key) > KEY_LIMIT:
            raise refuse("long_key", length=len(key), limit=KEY_LIMIT)
        before = self._seen.setdefault(digest((key,)), (line, content))
        if before[0] != line:
            if before[1] == content:
                raise Again(before[0])
            raise refuse("key_again", key=key, first=before[0])
        return key

    def _dates(self, row: Sequence[str]) -> tuple[datetime, datetime | None, datetime | None]:
        opened = self._when("opened", row)
        if opened is None:
            raise refuse("no_date")
        closed = self._when("closed", row)
        if closed is not None and closed < opened:
            raise refuse("closed_first", opened=opened.isoformat(), closed=closed.isoformat())
        return opened, closed, self._when("due", row, future=True)

    def _when(self, name: str, row: Sequence[str], *, future: bool = False) -> datetime | None:
        text = get(row) if (get := self._get.get(name)) else ""
        if not text:
            return None
        column = ", ".join(self.mapping.fields[name].columns) or name
        try:
            found = self._date(text)
        except (ValueError, OverflowError):
            forms = ", ".join(self.mapping.date_formats)
            raise refuse("bad_date", column=column, value=text[:60], formats=forms) from None
        if found > self.now and not future:
            raise refuse("future", column=column, value=text)
        return found

    def _place(self, latitude: str, longitude: str) -> tuple[float | None, float | None]:
        if not latitude and not longitude:
            return None, None
        try:
            y, x = float(latitude), float(longitude)
        except ValueError:
            raise refuse("bad_place", value=f"{latitude}, {longitude}") from None
        if not (math.isfinite(y) and math.isfinite(x) and abs(y) <= 90 and abs(x) <= 180):
            raise refuse("bad_place", value=f"{latitude}, {longitude}")
        return y, x

    def _kind(self, row: Sequence[str]) -> str:
        said = self._text("kind", row)
        kind = self.mapping.kinds.get(said, said) or self.mapping.default_kind
        if kind not in KINDS:
            raise refuse("bad_kind", value=kind)
        return kind


class Again(Exception):
    """The very same row stood at `line` of the same file."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def digest(cells: Iterable[str]) -> bytes:
    """16 bytes that stand for a row's content."""
    return hashlib.blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def cut(title: str) -> str:
    """A title of at most 200 characters on one line; what is cut off shows as an ellipsis."""
    title = " ".join(title.split())
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1] + "…"


__all__ = ["Again", "Refusal", "Request", "RowReader", "cut", "digest"]
