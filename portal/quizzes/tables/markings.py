"""Marks that people give to open answers, and the files that were handed in with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class Marking(Base):
    """Ledger: one marker's ratings of one open answer. The latest row of each marker holds."""

    __tablename__ = "markings"
    __table_args__ = (
        Index("ix_markings_answer", "attempt_id", "position"),
        UniqueConstraint("attempt_id", "position", "marker_id", "number"),
        CheckConstraint("earned >= 0 AND earned <= possible AND possible > 0", name="range"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    marker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]  # 1, 2, 3 … of this marker for this answer
    rubric_definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))  # the version that was marked by
    ratings: Mapped[dict[str, Any]] = mapped_column(Json)  # {criterion: anchor}
    earned: Mapped[int] = mapped_column(Key)
    possible: Mapped[int] = mapped_column(Key)
    feedback: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcMoment)


class AnswerFile(Base):
    """A file that was handed in. Its bytes stand in the database, so that every process and every copy of it has them."""

    __tablename__ = "answer_files"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcMoment)


class AnswerFileChunk(Base):
    __tablename__ = "answer_file_chunks"
    file_id: Mapped[int] = mapped_column(ForeignKey("answer_files.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
