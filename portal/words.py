"""Numbers, days and moments as a person writes them, in the reader's language and the organisation's time zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask import Flask, current_app
from flask_babel import format_date, format_decimal

from portal.i18n import _, language
from portal.sentences import Sentence


def day(value: date | None) -> str:
    """2026年3月5日 or 5 March 2026; a dash where there is none."""
    if value is None:
        return "–"
    return str(format_date(value, "y年M月d日" if language() == "zh" else "d MMMM y"))


def short_day(value: date | None) -> str:
    """3月5日 or 5 Mar."""
    if value is None:
        return "–"
    return str(format_date(value, "M月d日" if language() == "zh" else "d MMM"))


def moment(value: datetime | None) -> str:
    """A day and the minute, in the organisation's time zone."""
    if value is None:
        return "–"
    local = value.astimezone(current_app.config["PORTAL"].time_zone)
    return f"{day(local.date())} {local:%H:%M}"


def decimal(value: Fraction | Decimal | int, places: int = 1) -> str:
    """A number rounded half up for showing, never for deciding."""
    scaled = Fraction(value) * 10**places
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    number = Decimal(whole if scaled >= 0 else -whole) / 10**places
    return str(format_decimal(number, "#,##0" + ("." + "0" * places if places else "")))


def percent(earned: int, possible: int) -> str:
    """A share as whole percent, rounded half up: `86 %`."""
    return "–" if possible == 0 else f"{decimal(Fraction(earned * 100, possible), 0)} %"


def minutes(value: int) -> str:
    """A duration: 8 min, 1 h 20 min."""
    if value < 60:
        return str(_("%(n)s min", n=value))
    hours, rest = divmod(value, 60)
    return str(_("%(h)s h %(n)s min", h=hours, n=rest) if rest else _("%(h)s h", h=hours))


def say(sentence: str) -> str:
    """A Sentence of the rules in the reader's language, and the sentences in it; other text as it is."""
    if not isinstance(sentence, Sentence):
        return sentence
    return str(
        _(sentence.pattern, **{name: say(value) if isinstance(value, str) else value for name, value in sentence.values.items()})
    )


def register(app: Flask) -> None:
    """Install as filters in every template."""
    app.jinja_env.filters.update(day=day, short_day=short_day, moment=moment, decimal=decimal, minutes=minutes, say=say)
    app.jinja_env.globals.update(percent=percent)
