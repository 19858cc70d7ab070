"""The framework of a release, read once a process; and definitions in older wordings, by their row."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.framework import values
from portal.framework.rules import Certification, Framework, ReviewTemplate, Rubric
from portal.framework.tables import ContentRelease, Definition

_EMPTY: dict[str, dict[str, Any]] = {
    "skills": {"levels": {}, "families": []},
    "ladder": {"rungs": []},
    "kpis": {"kpis": []},
}


def current_release() -> int:
    """The number of the content's release; 0 before the first sync."""
    return db.session.scalar(select(func.coalesce(func.max(ContentRelease.id), 0))) or 0


def release_fingerprint() -> str | None:
    """The fingerprint of the files of the last release."""
    return db.session.scalar(select(ContentRelease.fingerprint).order_by(ContentRelease.id.desc()).limit(1))


def get_framework(release: int) -> Framework:
    """All definitions in force. Cached by release, and by database, so that tests do not see each other's."""
    return _framework(str(db.engine.url), release) if release else _build(0)


@lru_cache(maxsize=8)
def _framework(_database: str, release: int) -> Framework:
    return _build(release)


def forget() -> None:
    """Drop the cache, where a release was rewritten in place: in tests only."""
    _framework.cache_clear()
    _definition.cache_clear()


def _build(release: int) -> Framework:
    rows = db.session.execute(
        select(Definition.id, Definition.kind, Definition.slug, Definition.data).where(Definition.is_current)
    ).all()
    single = {kind: next((row.data for row in rows if row.kind == kind), empty) for kind, empty in _EMPTY.items()}
    families = values.families(single["skills"])
    many = {
        kind: sorted((row.slug, row.id, row.data) for row in rows if row.kind == kind)
        for kind in ("certification", "rubric", "review_template")
    }
    return Framework(
        release,
        values.level_titles(single["skills"]),
        families,
        {skill.id: skill for family in families for skill in family.skills},
        values.rungs(single["ladder"]),
        {slug: values.certification(number, data) for slug, number, data in many["certification"]},
        {slug: values.rubric(number, data) for slug, number, data in many["rubric"]},
        {slug: values.review_template(number, data) for slug, number, data in many["review_template"]},
        values.kpis(single["kpis"]),
    )


@lru_cache(maxsize=256)
def _definition(_database: str, definition_id: int) -> Any:
    return db.session.scalar(select(Definition.data).where(Definition.id == definition_id))


def get_certification(definition_id: int) -> Certification:
    """A certification in the wording of a row."""
    return values.certification(definition_id, _definition(str(db.engine.url), definition_id))


def get_rubric(definition_id: int) -> Rubric:
    """A rubric in the wording of a row."""
    return values.rubric(definition_id, _definition(str(db.engine.url), definition_id))


def get_review_template(definition_id: int) -> ReviewTemplate:
    """A review template in the wording of a row."""
    return values.review_template(definition_id, _definition(str(db.engine.url), definition_id))
