"""Files people give us: kept by the digest of their bytes, believed only as far as their bytes show."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from answerable.rules.problems import Problem, Refused
from answerable.rules.text import clean

MAX_FILES = 10
# What the first bytes of a file show. Anything else is refused, whatever its name says.
SIGNATURES: tuple[tuple[bytes, int, str, tuple[str, ...]], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg", ("jpg", "jpeg")),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", ("png",)),
    (b"GIF8", 0, "image/gif", ("gif",)),
    (b"WEBP", 8, "image/webp", ("webp",)),
    (b"ftypheic", 4, "image/heic", ("heic", "heif")),
    (b"ftypmif1", 4, "image/heic", ("heic", "heif")),
    (b"ftyp", 4, "video/mp4", ("mp4", "mov", "m4v", "m4a")),
    (b"%PDF-", 0, "application/pdf", ("pdf",)),
    (b"OggS", 0, "audio/ogg", ("ogg", "oga")),
    (b"ID3", 0, "audio/mpeg", ("mp3",)),
)


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name is only a name."""

    filename: str
    content: bytes


def kind_of(content: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Media type and usual name endings, from the bytes; None when it is nothing we take."""
    for magic, offset, media_type, endings in SIGNATURES:
        if content[offset : offset + len(magic)] == magic:
            return media_type, endings
    return None


def check_uploads(uploads: Sequence[Upload]) -> list[Problem]:
    """What is wrong with these files: too many, too large, empty, or not what they claim to be."""
    problems = [Problem("too_many_files", "uploads", {"limit": MAX_FILES})] if len(uploads) > MAX_FILES else []
    for upload in uploads:
        params: dict[str, object] = {"filename": clean(upload.filename)[:80]}
        kind = kind_of(upload.content)
        ending = upload.filename.rpartition(".")[2].lower()
        if not upload.content:
            problems.append(Problem("file_empty", "uploads", params))
        elif len(upload.content) > settings.FILE_SIZE_LIMIT:
            megabytes = settings.FILE_SIZE_LIMIT // 1024 // 1024
            problems.append(Problem("file_too_large", "uploads", params | {"megabytes": megabytes}))
        elif kind is None or ending not in kind[1]:
            problems.append(Problem("file_not_what_it_claims", "uploads", params))
    return problems


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.FILE_STORE) / sha256[:2] / sha256


@dataclass(frozen=True)
class Kept:
    """A file whose bytes lie in the store under their digest."""

    filename: str
    media_type: str
    size: int
    sha256: str


def store(upload: Upload) -> Kept:
    """Keep the bytes; whoever stores has checked them first (check_uploads)."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    path, kind = path_of(sha256), kind_of(upload.content)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(upload.content)
        part.replace(path)
    return Kept(clean(upload.filename)[:200], kind[0] if kind else "", len(upload.content), sha256)


def checked(uploads: Sequence[Upload]) -> Sequence[Upload]:
    """The same files, or Refused with everything that is wrong with them."""
    problems = check_uploads(uploads)
    if problems:
        raise Refused(problems)
    return uploads
