"""Forms of the administration."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.i18n import lazy

NEEDED = lazy("Please fill this in.")
LONGEST_NOTICE = 40_000


class ImportForm(FlaskForm):
    """A file of people."""

    file = FileField(
        lazy("CSV or XLSX file"), [FileRequired(lazy("Choose a file first."))],
        description=lazy("Nothing is changed yet: first you see what is wrong and what would change."),
        render_kw={"accept": ".csv,.xlsx,.xlsm"},
    )  # fmt: skip


class NoticeForm(FlaskForm):
    """A notice in both languages, as Markdown."""

    zh = TextAreaField(
        lazy("Chinese text (Markdown)"), [DataRequired(NEEDED), Length(max=LONGEST_NOTICE)], render_kw={"rows": 12, "lang": "zh"}
    )
    en = TextAreaField(
        lazy("English text (Markdown)"), [DataRequired(NEEDED), Length(max=LONGEST_NOTICE)], render_kw={"rows": 12, "lang": "en"}
    )
