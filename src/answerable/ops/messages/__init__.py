"""Texts shown to people: found in templates and code, translated in each package's .po files.

English is the language of the message ids; Traditional and Simplified Chinese each have a .po file per
package, under <package>/locale/<language>/LC_MESSAGES/django.po. Templates shared by all belong to the
package `portal`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh_Hant", "zh_Hans")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SHARED_TEMPLATES = "portal"
TRANSLATED_IN = {"rules": "cases"}  # the rulebook is no Django app, so it has no locale folder that is read
MessageId = tuple[str, str]  # (context, English)


@dataclass(frozen=True)
class Message:
    """One text in use: where, and its plural when it has one."""

    package: str
    context: str
    text: str
    plural: str
    file: str
    line: int

    @property
    def id(self) -> MessageId:
        return self.context, self.text


def packages() -> list[str]:
    """Every package of the house that may show texts."""
    return sorted(p.name for p in PACKAGE.iterdir() if (p / "apps.py").exists() or p.name == "rules")


def in_use() -> Iterator[Message]:
    """Every text in templates and code, package by package."""
    for package in packages():
        yield from _of_folder(PACKAGE / package, TRANSLATED_IN.get(package, package))
    yield from _of_folder(PACKAGE / "templates", SHARED_TEMPLATES)


def po_file(package: str, language: str) -> Path:
    return PACKAGE / package / "locale" / language / "LC_MESSAGES" / "django.po"


def read(package: str, language: str) -> Catalog:
    """The translations of a package; empty when it has none yet."""
    path = po_file(package, language)
    if not path.exists():
        return Catalog(locale=language, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def po_files() -> list[Path]:
    """Every .po file there is."""
    return sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> list[Path]:
    """Writes every .mo that is older than its .po; returns those written."""
    written = []
    for po in po_files():
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            out = io.BytesIO()
            write_mo(out, read(po.parents[3].name, po.parents[1].name))
            mo.write_bytes(out.getvalue())
            written.append(mo)
    return written


def missing() -> list[tuple[Message, str]]:
    """Every text in use without a translation, with the language it lacks.

    Django merges the files of all packages, so a text translated in one package serves the others.
    """
    known = {language: _translated(language) for language in LANGUAGES}
    seen: set[tuple[MessageId, str]] = set()
    found = []
    for message in in_use():
        for language in LANGUAGES:
            if message.id not in known[language] and (message.id, language) not in seen:
                seen.add((message.id, language))
                found.append((message, language))
    return found


def update() -> list[Path]:
    """Adds every missing text to its package's .po files, empty, for a person to translate."""
    by_file: dict[tuple[str, str], list[Message]] = {}
    for message, language in missing():
        by_file.setdefault((message.package, language), []).append(message)
    written = []
    for (package, language), messages in by_file.items():
        catalog, path = read(package, language), po_file(package, language)
        for message in messages:
            text = (message.text, message.plural) if message.plural else message.text
            catalog.add(text, context=message.context or None, locations=[(message.file, message.line)])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, sort_output=False)
        written.append(path)
    return written


def _translated(language: str) -> set[MessageId]:
    done: set[MessageId] = set()
    for package in packages():
        for entry in read(package, language):
            text = str(entry.id if isinstance(entry.id, str) else entry.id[0])
            whole = all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)
            if text and whole and not entry.fuzzy:
                done.add((entry.context or "", text))
    return done


def _of_folder(folder: Path, package: str) -> Iterator[Message]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from _of_source(path.read_bytes(), path, package)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from _of_source(templatize(path.read_text("utf-8"), origin=str(path)).encode(), path, package)


def _of_source(source: bytes, path: Path, package: str) -> Iterator[Message]:
    name = str(path.relative_to(PACKAGE.parent))
    for line, found, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        text, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        if text:
            yield Message(package, context or "", text, plural or "", name, line)
