"""Search over courses and lessons, in both languages."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from portal.access import allow
from portal.courses import queries
from portal.courses.rules import CourseValue

bp = Blueprint("search", __name__, template_folder="templates")
LIMIT = 30


@bp.get("/search")
@allow("learn")
def search() -> str:
    """What holds the words. The reader's language comes first; the other is shown, too."""
    words = " ".join(request.args.get("q", "").split())[:80]
    catalog = queries.get_catalog(current_user.content_release)
    courses = [course for course in catalog.courses.values() if words and _speaks_of(course, words)]
    hits = queries.search(words, LIMIT)
    return render_template(
        "search/search.html", words=words, courses=courses, hits=hits, catalog=catalog, is_cut=len(hits) == LIMIT
    )


def _speaks_of(course: CourseValue, words: str) -> bool:
    texts = [*course.title.values(), *course.summary.values()]
    return any(words.lower() in text.lower() for text in texts)
