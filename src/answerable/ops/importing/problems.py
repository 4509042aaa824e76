"""Why a row or a file was refused: codes with a sentence each, as the report of refused rows prints them."""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES = {
    "columns": "The row has {got} cells and the header {expected}. Quote cells that hold the delimiter.",
    "not_json": "The line is not a JSON object: {why}.",
    "no_key": "The key ({columns}) is empty, so a second run could not know this row again.",
    "long_key": "The key has {length} characters; at most {limit} can be kept.",
    "key_again": "The key {key} stands at line {first} with other content. Keep one of them, or name more key columns.",
    "no_words": "There are no words: nobody could say what this request is about.",
    "words_too_long": "The words have {length} characters; a request holds at most {limit}.",
    "address_too_long": "The address has {length} characters; at most {limit} can be kept.",
    "no_date": "The date of the request is empty.",
    "bad_date": "{column} is {value!r}, which none of the date formats {formats} reads.",
    "future": "{column} is {value}, which lies in the future.",
    "closed_first": "The request was closed ({closed}) before it was opened ({opened}).",
    "bad_place": "{value!r} is not a pair of coordinates in degrees.",
    "outside": "The place {value} lies outside {pack}. A mapping for history may say outside = \"keep\".",
    "bad_kind": "{value!r} is none of the five kinds of request.",
    "filtered": "The mapping leaves out rows whose {column} is {value!r}.",
    "not_a_request": "This file holds {holds}, not requests: there is nothing in the row that somebody asked for.",
}  # fmt: skip
HOLDS = {
    "pairs": "pairs of requests that somebody linked",
    "counts": "daily counts",
    "taxonomy": "a tree of categories",
    "events": "dated events",
    "names": "names of services",
}


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A row that was not imported, with its reason."""

    code: str
    params: dict[str, object]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code].format(**self.params)


def refuse(code: str, **params: object) -> Refusal:
    return Refusal(code, params)


class FileProblem(Exception):
    """The file as a whole cannot be read; the message says where and what to do. Nothing after it was imported."""
