"""Reviews: use cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.db import db
from portal.reviews.tables import Review


def look_again(person_id: int, reason: str, now: datetime) -> None:
    """Mark a person's signed reviews for another look: something that they count has changed. Nothing in them is rewritten."""
    signed = Review.state.in_(("signed", "acknowledged", "appealed", "decided"))
    db.session.execute(
        update(Review).where(Review.person_id == person_id, signed).values(look_again_at=now, look_again_reason=reason)
    )
