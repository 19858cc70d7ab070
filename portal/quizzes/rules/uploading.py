"""What may be handed in: known by its first bytes, whatever its name says; how large, how many, and under which name it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LARGEST_FILE = 100_000_000
MOST_FILES = 3  # in one answer
MOST_UPLOADS = 12  # of one question in one attempt, those that were removed again included
HEAD = 64  # bytes that tell the type
LONGEST_NAME = 120


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NOT_ASKED = "not_asked"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Kind:
    """A type that is taken: what it is served as, the families it may serve as, and the endings its name may have, usual first."""

    media_type: str
    families: frozenset[str]
    endings: tuple[str, ...]


def _kind(media_type: str, families: str, *endings: str) -> Kind:
    return Kind(media_type, frozenset(families.split()), endings)


PDF = _kind("application/pdf", "document", ".pdf")
PNG = _kind("image/png", "document", ".png")
JPEG = _kind("image/jpeg", "document", ".jpg", ".jpeg")
WEBP = _kind("image/webp", "document", ".webp")
WAV = _kind("audio/wav", "audio", ".wav")
MP3 = _kind("audio/mpeg", "audio", ".mp3")
AAC = _kind("audio/aac", "audio", ".aac")
OGG = _kind("audio/ogg", "audio", ".ogg", ".oga", ".opus")
M4A = _kind("audio/mp4", "audio", ".m4a")
MP4 = _kind("video/mp4", "audio video", ".mp4", ".m4v", ".m4a", ".3gp")  # recorders write sound alone as MP4, too
MOV = _kind("video/quicktime", "video", ".mov")
WEBM = _kind("video/webm", "audio video", ".webm")
STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xfa", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
    (b"\xff\xf1", AAC),
    (b"\xff\xf9", AAC),
    (b"OggS", OGG),
)
BRANDS = {b"M4A ": M4A, b"M4B ": M4A, b"qt  ": MOV}
VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
    b"3gp4",
    b"3gp5",
    b"3gp6",
)


def find_kind(head: bytes) -> Kind | None:
    """The type of a file that begins with these bytes; None where it is none that is taken. Never raises."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WAVE": WAV, b"WEBP": WEBP}.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return BRANDS.get(brand) or (MP4 if brand in VIDEO_BRANDS else None)
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:HEAD]:
        return WEBM
    return None


def refusal_to_take(kind: Kind | None, size: int, accepts: Collection[str], uploads: int) -> Refusal | None:
    """Why a file is not taken; None: it is."""
    if size == 0:
        return Refusal.EMPTY
    if size > LARGEST_FILE:
        return Refusal.TOO_LARGE
    if kind is None:
        return Refusal.UNKNOWN_TYPE
    if not kind.families & set(accepts):
        return Refusal.NOT_ASKED
    return Refusal.TOO_MANY if uploads >= MOST_UPLOADS else None


def clean_name(name: str, kind: Kind) -> str:
    """A name that is no path, hides nothing and ends as its type does."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] not in {"C"} and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and f".{ending.lower()}" in kind.endings:
        return (stem.strip(" .")[:LONGEST_NAME] or "file") + f".{ending.lower()}"
    return (plain[:LONGEST_NAME] or "file") + kind.endings[0]
