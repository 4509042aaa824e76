"""Names in three languages, and whoever a plan names."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh_hant", "en", "zh_hans")


@dataclass(frozen=True)
class Names:
    """One text in three languages; "" where the source has none in that language."""

    zh_hant: str = ""
    en: str = ""
    zh_hans: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh_hant or self.en or self.zh_hans)

    def first(self, language: str = "zh_hant") -> str:
        """The text in a language, else in the first language that has one."""
        return getattr(self, language) or self.zh_hant or self.en or self.zh_hans


UNNAMED = Names()


@dataclass(frozen=True)
class Answering:
    """Who answers: the code of a post, or the body as the source names it when no post is known."""

    post_code: str = ""
    stated: Names = UNNAMED
    how_known: str = ""  # "stated" or "inferred" as the source says, else ""
    words: str = ""  # where the source says so
    abbreviation: str = ""  # of the body, as the source writes it

    def __bool__(self) -> bool:
        return bool(self.post_code or self.stated)


@dataclass(frozen=True)
class Role:
    """What somebody named does: `kinds` are "performer", "beneficiary", both, or none said."""

    name: str = ""
    description: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stakeholder:
    """Somebody a source names beside an element: `kind` is "person", "organisation", "group" or ""."""

    name: str
    description: str = ""
    kind: str = ""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A body, a value or another named statement of a plan, with the identifier its source gives."""

    name: str = ""
    description: str = ""
    acronym: str = ""
    identifier: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()


@dataclass(frozen=True)
class Submitter:
    """Who turned the source into its format, as the source says."""

    given_name: str = ""
    surname: str = ""
    phone: str = ""
    mail: str = ""
    identifier: str = ""


NOBODY, UNSTATED, UNKNOWN_SUBMITTER = Answering(), Statement(), Submitter()
