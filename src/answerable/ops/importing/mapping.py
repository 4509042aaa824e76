"""A mapping: how the columns of somebody else's file become cases. docs/reference/mapping.md lists what it may say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FORMATS = ("csv", "xlsx", "jsonl", "parquet")
KINDS = ("requests", "other")
OTHER = ("pairs", "counts", "taxonomy", "events", "names")
FIELDS = (
    "words", "title", "address", "latitude", "longitude", "opened", "closed", "due", "answer",
    "category", "department", "district", "status", "kind", "name", "phone", "email",
)  # fmt: skip
_SECTIONS = {
    "mapping": {"version", "kind", "holds", "source", "title"},
    "file": {"format", "encoding", "delimiter", "sheet"},
    "key": {"columns", "digest"},
    "fields": set(FIELDS),
    "dates": {"formats", "timezone"},
    "category": {"map", "fallback", "suggest"},
    "department": {"map"},
    "district": {"map"},
    "status": {"open", "carry"},
    "kind": {"map", "default"},
    "case": {"language", "channel", "public", "outside"},
    "filter": {"skip"},
}
_COLUMN = re.compile(r"\{([^{}]+)\}")


class MappingError(Exception):
    """The mapping cannot be used; every finding names the place and the remedy."""

    def __init__(self, path: str, findings: Sequence[str]) -> None:
        self.path, self.findings = path, tuple(findings)
        super().__init__("\n".join(f"{path}: {finding}" for finding in findings))


@dataclass(frozen=True, slots=True)
class Template:
    """Literal text with {column} places; `Template("{a}, {b}")` joins two columns."""

    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(_COLUMN.findall(self.text))

    def compile(self, header: Sequence[str]) -> Callable[[Sequence[str]], str]:
        """A function of a row; KeyError names a column the header lacks."""
        where = {name: i for i, name in enumerate(header)}
        if whole := _COLUMN.fullmatch(self.text):
            at = where[whole[1]]
            return lambda row: row[at].strip()
        parts = _COLUMN.split(self.text)  # literal, column, literal, column, ..., literal
        places = [where[name] for name in parts[1::2]]
        if not places:
            return lambda row: self.text
        shape = "".join(
            "%s" if i % 2 else part.replace("%", "%%") for i, part in enumerate(parts)
        )  # "%" formats a tuple faster than joining pieces
        return lambda row: (shape % tuple([row[i].strip() for i in places])).strip()


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How the bytes are to be read."""

    format: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """Everything a mapping file says, validated."""

    source: str
    title: str
    kind: str = "requests"
    holds: str = ""
    file: FileOptions = FileOptions()
    key_columns: tuple[str, ...] = ()
    fields: Mapping[str, Template] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ("iso",)
    timezone: str = "UTC"
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category_fallback: str = ""
    suggest: bool = True
    departments: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    default_kind: str = "report"
    open_values: frozenset[str] = frozenset()
    carry_open: bool = False
    language: str = ""
    channel: str = "batch"
    public: bool = False
    outside: str = "refuse"
    skip: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def digest_key(self) -> bool:
        """True when rows have no key of their own and are known by the digest of their content."""
        return not self.key_columns

    def columns(self) -> set[str]:
        """Every column the file must have."""
        named = {c for template in self.fields.values() for c in template.columns}
        return named | set(self.key_columns) | set(self.skip)


def shipped() -> dict[str, Path]:
    """The mappings that come with the package, by name."""
    folder = Path(str(resources.files("answerable.ops.importing") / "mappings"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_mapping(path: Path | str) -> SourceMapping:
    """Read and validate a mapping file (or the name of a shipped one). Raises MappingError with all findings."""
    known = shipped()
    place = known.get(str(path), Path(path))
    try:
        data = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MappingError(str(place), [f"there is no such file. Shipped mappings: {', '.join(known)}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(str(place), [f"this is not TOML in UTF-8: {error}"]) from error
    findings = list(_findings(data))
    if findings:
        raise MappingError(str(place), findings)
    return _build(data)


def _findings(data: dict[str, dict[str, object]]):  # type: ignore[no-untyped-def]
    for section, content in data.items():
        if section not in _SECTIONS:
            yield f"[{section}] is not a section; there are {', '.join(_SECTIONS)}"
            continue
        for name in content.keys() - _SECTIONS[section]:
            yield f"[{section}] {name} is not known; there are {', '.join(sorted(_SECTIONS[section]))}"
    head = data.get("mapping", {})
    for name in ("source", "title"):
        if not head.get(name):
            yield f'[mapping] {name} is missing: write {name} = "..."'
    if len(str(head.get("source", ""))) > 60:
        yield "[mapping] source may have 60 characters"
    kind = head.get("kind", "requests")
    if kind not in KINDS:
        yield f"[mapping] kind is {kind!r}; it may be {' or '.join(KINDS)}"
    if kind == "other" and head.get("holds") not in OTHER:
        yield f"[mapping] holds must say what the file holds instead of requests: {', '.join(OTHER)}"
    yield from _request_findings(data) if kind == "requests" else ()


def _request_findings(data: dict[str, dict[str, object]]):  # type: ignore[no-untyped-def]
    fields = data.get("fields", {})
    for name in ("words", "opened"):
        if not fields.get(name):
            yield f'[fields] {name} is missing: name a column, {name} = "{{column}}"'
    key = data.get("key", {})
    if bool(key.get("columns")) == bool(key.get("digest")):
        yield "[key] says either columns = [...] or digest = true, so that a second run adds nothing twice"
    if (form := data.get("file", {}).get("format", "csv")) not in FORMATS:
        yield f"[file] format is {form!r}; it may be {', '.join(FORMATS)}"
    zone = str(data.get("dates", {}).get("timezone", ""))
    try:
        ZoneInfo(zone or "-")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f'[dates] timezone {zone!r} is not known: write timezone = "Asia/Hong_Kong" or the like'
    if (outside := data.get("case", {}).get("outside", "refuse")) not in ("refuse", "keep"):
        yield f"[case] outside is {outside!r}; it may be refuse or keep"


def _build(data: dict[str, dict]) -> SourceMapping:  # type: ignore[type-arg]
    def part(name: str) -> dict:  # type: ignore[type-arg]
        return dict(data.get(name, {}))

    head, dates, category, kind, status, case = map(part, ("mapping", "dates", "category", "kind", "status", "case"))
    return SourceMapping(
        source=head["source"],
        title=head["title"],
        kind=head.get("kind", "requests"),
        holds=head.get("holds", ""),
        file=FileOptions(**part("file")),
        key_columns=tuple(part("key").get("columns", ())),
        fields={name: Template(text) for name, text in part("fields").items() if text},
        date_formats=tuple(dates.get("formats", ("iso",))),
        timezone=dates.get("timezone", "UTC"),
        categories={k: (v,) if isinstance(v, str) else tuple(v) for k, v in category.get("map", {}).items()},
        category_fallback=category.get("fallback", ""),
        suggest=category.get("suggest", True),
        departments=part("department").get("map", {}),
        districts=part("district").get("map", {}),
        kinds=kind.get("map", {}),
        default_kind=kind.get("default", "report"),
        open_values=frozenset(status.get("open", ())),
        carry_open=status.get("carry", False),
        language=case.get("language", ""),
        channel=case.get("channel", "batch"),
        public=case.get("public", False),
        outside=case.get("outside", "refuse"),
        skip={k: frozenset(v) for k, v in part("filter").get("skip", {}).items()},
    )
