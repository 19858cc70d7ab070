"""Files that are handed in with an answer: known by their first bytes, kept in chunks, whole once the last one is written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from sqlalchemy import delete, select

from portal.db import db
from portal.errors import PortalError
from portal.quizzes.labels import UPLOAD_REFUSALS
from portal.quizzes.queries.files import CHUNK, count_uploads
from portal.quizzes.rules.uploading import HEAD, Kind, clean_name, find_kind, refusal_to_take
from portal.quizzes.tables import AnswerFile, AnswerFileChunk

GIVEN_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Received:
    """A file that arrived whole and is taken, with its bytes still to be kept."""

    kind: Kind
    name: str
    size: int
    stream: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a chunk each."""
        self.stream.seek(0)
        while data := self.stream.read(CHUNK):
            yield data


def receive(stream: IO[bytes], name: str, accepts: Collection[str], attempt_id: int, position: int) -> Received:
    """Look at what arrived. Raises the refusal, in words."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    kind = find_kind(stream.read(HEAD))
    refusal = refusal_to_take(kind, size, accepts, count_uploads(attempt_id, position))
    if refusal is not None or kind is None:
        raise PortalError(422, UPLOAD_REFUSALS[refusal])  # type: ignore[index]  # an unknown kind is always refused
    return Received(kind, clean_name(name, kind), size, stream)


def begin(received: Received, attempt_id: int, position: int, now: datetime) -> int:
    """Make room for a file. Until `complete`, it is nobody's. Returns its number."""
    row = AnswerFile(
        attempt_id=attempt_id, position=position, name=received.name, media_type=received.kind.media_type, size=received.size,
        sha256="", uploaded_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def keep(file_id: int, number: int, data: bytes) -> None:
    """Keep one chunk. Each in a unit of its own, so that a long video holds nobody's answers up."""
    db.session.add(AnswerFileChunk(file_id=file_id, number=number, data=data))


def complete(file_id: int, digest: hashlib._Hash) -> None:
    """All chunks are kept: from now on the file can be part of an answer."""
    db.session.get_one(AnswerFile, file_id).sha256 = digest.hexdigest()


def sweep(now: datetime) -> int:
    """Remove files that were given up in the middle, a day later. Returns how many."""
    ids = db.session.scalars(
        select(AnswerFile.id).where(AnswerFile.sha256 == "", AnswerFile.uploaded_at < now - GIVEN_UP_AFTER)
    ).all()
    for file_id in ids:
        db.session.execute(delete(AnswerFileChunk).where(AnswerFileChunk.file_id == file_id))
        db.session.execute(delete(AnswerFile).where(AnswerFile.id == file_id))
    return len(ids)
