"""Bytes into lines of text: declared encodings are believed but checked, and a wrong one names its line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO

from answerable.ops.importing.problems import FileProblem

DETECT = "detect"
_SAMPLE_LINES = 2_000
# Frequent characters of running Chinese text in both scripts; text read in a wrong encoding has few of them.
_COMMON = frozenset(
    "的是不了在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于着下自之年市區区路街請请問问無无沒没處处報报修"
)


def decoded_lines(stream: IO[bytes], encoding: str, name: str) -> Iterator[str]:
    """Lines of the stream as text. Raises FileProblem naming the line that is not in the encoding."""
    lines = iter(stream)
    head: list[bytes] = []
    if encoding == DETECT:
        head = list(islice(lines, _SAMPLE_LINES))
        encoding = detect(b"".join(head))
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        raise FileProblem(f"{encoding!r} is not the name of an encoding; try utf-8-sig, big5 or gb18030.") from None
    return _decode(chain(head, lines), codec.name, name)


def _decode(lines: Iterator[bytes], encoding: str, name: str) -> Iterator[str]:
    if encoding.startswith("utf-16") or encoding.startswith("utf-32"):
        raise FileProblem(f"{name}: save the file as UTF-8; {encoding} cannot be read line by line.")
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            yield line.decode("utf-8" if encoding == "utf-8-sig" else encoding)
        except UnicodeDecodeError as error:
            raise FileProblem(_wrong(line, number, encoding, error, name)) from error


def _wrong(line: bytes, number: int, encoding: str, error: UnicodeDecodeError, name: str) -> str:
    guess = next((e for e in (detect(line),) if e != encoding and _decodes(line, e)), "")
    remedy = f'Declare encoding = "{guess}" in [file] of the mapping.' if guess else "Save the file as UTF-8."
    return (
        f"{name}, line {number}: byte 0x{line[error.start]:02X} at place {error.start + 1} is not {encoding}. {remedy}"
    )


def detect(sample: bytes) -> str:
    """utf-8-sig when the sample is UTF-8, else whichever of big5 and gb18030 yields more everyday characters."""
    if _decodes(sample, "utf-8"):
        return "utf-8-sig"
    return max(("big5hkscs", "gb18030"), key=lambda encoding: _everyday(sample, encoding))


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _everyday(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    return sum((c in _COMMON) - (c == "\ufffd") for c in text) / max(len(text), 1)
