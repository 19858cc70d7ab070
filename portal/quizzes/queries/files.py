"""Files that were handed in with answers; read chunk by chunk, never whole."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select

from portal.db import db
from portal.quizzes.tables import AnswerFile, AnswerFileChunk, Attempt

CHUNK = 256 * 1024


@dataclass(frozen=True)
class FileValue:
    """A file, and whose answer it belongs to."""

    id: int
    attempt_id: int
    position: int
    person_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime


def _select() -> Any:
    """Whole files only: one that is still being received has no hash yet."""
    return (
        select(AnswerFile, Attempt.person_id)
        .join(Attempt, Attempt.id == AnswerFile.attempt_id)
        .where(AnswerFile.sha256 != "")
        .order_by(AnswerFile.id)
    )


def _value(row: Any) -> FileValue:
    file, person_id = row
    return FileValue(
        file.id, file.attempt_id, file.position, person_id, file.name, file.media_type, file.size, file.sha256, file.uploaded_at
    )


def find_file(file_id: int) -> FileValue | None:
    """One whole file."""
    row = db.session.execute(_select().where(AnswerFile.id == file_id)).first()
    return _value(row) if row else None


def list_files(attempt_id: int) -> dict[int, tuple[FileValue, ...]]:
    """The whole files of an attempt by position."""
    found: defaultdict[int, list[FileValue]] = defaultdict(list)
    for row in db.session.execute(_select().where(AnswerFile.attempt_id == attempt_id)):
        file = _value(row)
        found[file.position].append(file)
    return {position: tuple(files) for position, files in found.items()}


def count_uploads(attempt_id: int, position: int) -> int:
    """How many files were ever sent to a question, those given up in the middle included."""
    return db.session.scalar(select(func.count()).where(AnswerFile.attempt_id == attempt_id, AnswerFile.position == position)) or 0


class Chunks(io.RawIOBase):
    """A file's bytes as a stream that can be sought in. It reads beside the session: a response outlives its request's unit of work."""

    def __init__(self, engine: Engine, file_id: int, size: int) -> None:
        super().__init__()
        self._engine, self._file_id, self._size, self._at = engine, file_id, size, 0
        self._number, self._data = -1, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is: for a part of a recording."""
        return True

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, min(self._size, start + offset))
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Bytes to the end of the present chunk, `size` at most."""
        if self._at >= self._size or size == 0:
            return b""
        number, offset = divmod(self._at, CHUNK)
        if number != self._number:
            query = select(AnswerFileChunk.data).where(AnswerFileChunk.file_id == self._file_id, AnswerFileChunk.number == number)
            with self._engine.connect() as connection:
                self._number, self._data = number, connection.scalar(query) or b""
        part = self._data[offset:] if size < 0 else self._data[offset : offset + size]
        self._at += len(part)
        return part


def open_file(file: FileValue) -> Chunks:
    """A file's bytes."""
    return Chunks(db.engine, file.id, file.size)
