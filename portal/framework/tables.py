"""Releases of the content, and the definitions of each: skills, ladder, certifications, rubrics, templates, KPIs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json, Key, UtcMoment


class ContentRelease(Base):
    """One `content sync` that changed something. The greatest id is the content's version, and the key of every cache."""

    __tablename__ = "content_releases"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    synced_at: Mapped[datetime] = mapped_column(UtcMoment)


class Definition(Base):
    """One definition in one wording; older ones stay, since certificates and reviews point at them."""

    __tablename__ = "definitions"
    __table_args__ = (UniqueConstraint("kind", "slug", "fingerprint"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))  # skills, ladder, kpis, certification, rubric, review_template
    slug: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    release_id: Mapped[int] = mapped_column(ForeignKey("content_releases.id"))
    is_current: Mapped[bool] = mapped_column(default=True)
