"""The certificate as a PDF: one A4 page, in the holder's language, with a QR code of its public address."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF

from config import ROOT
from portal.errors import PortalError
from portal.i18n import lazy

FONT = ROOT / "static" / "fonts" / "NotoSansSC-subset.ttf"
INK, SOFT, ACCENT, PAPER, RULE = (29, 36, 51), (79, 89, 108), (15, 110, 102), (250, 248, 244), (207, 229, 220)


@dataclass(frozen=True)
class Sheet:
    """What the page says, in the holder's language."""

    title: str
    name: str
    sentence: str
    organisation: str
    facts: tuple[tuple[str, str], ...]
    address: str
    code: str


def lacking(text: str, font: Path = FONT) -> str:
    """The characters of a text that a font does not have."""
    known = TTFont(font, lazy=True).getBestCmap()
    return "".join(sorted({letter for letter in text if ord(letter) not in known and not letter.isspace()}))


def certificate_pdf(sheet: Sheet, full_font: Path | None = None) -> bytes:
    """The PDF. Falls back to the configured full font for a rare character; refuses rather than print a wrong name."""
    font = FONT
    if lacking(sheet.name):
        if full_font is None or lacking(sheet.name, full_font):
            raise PortalError(
                409, lazy("The font lacks a character of this name. Your administrator can set a fuller one: PDF_FONT.")
            )
        font = full_font
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_font("Text", "", font)
    pdf.set_title(f"{sheet.title}: {sheet.name}")
    pdf.add_page()
    _frame(pdf)
    _words(pdf, sheet)
    _code(pdf, sheet)
    return bytes(pdf.output())


def _frame(pdf: FPDF) -> None:
    pdf.set_fill_color(*PAPER)
    pdf.rect(0, 0, 297, 210, "F")
    pdf.set_draw_color(*RULE)
    pdf.set_line_width(0.6)
    pdf.rect(12, 12, 273, 186)
    pdf.set_draw_color(*ACCENT)  # the line: the way here, and on
    pdf.set_line_width(1.6)
    pdf.line(30, 40, 96, 40)
    for x, filled in ((30, True), (52, True), (74, True), (96, False)):
        pdf.set_fill_color(*(ACCENT if filled else PAPER))
        pdf.ellipse(x - 2.2, 37.8, 4.4, 4.4, "DF")


def _line(pdf: FPDF, text: str, x: float, y: float, size: float, colour: tuple[int, int, int]) -> None:
    pdf.set_font("Text", size=size)
    pdf.set_text_color(*colour)
    pdf.text(x, y, text)


def _words(pdf: FPDF, sheet: Sheet) -> None:
    _line(pdf, sheet.organisation, 30, 58, 13, SOFT)
    _line(pdf, sheet.title, 30, 74, 30, INK)
    size = 40.0
    pdf.set_font("Text", size=size)
    while pdf.get_string_width(sheet.name) > 200 and size > 16:
        size -= 1
        pdf.set_font("Text", size=size)
    _line(pdf, sheet.name, 30, 104, size, ACCENT)
    pdf.set_xy(29, 112)
    pdf.set_font("Text", size=14)
    pdf.set_text_color(*SOFT)
    pdf.multi_cell(180, 8, sheet.sentence, align="L")
    for n, (label, value) in enumerate(sheet.facts):
        _line(pdf, label, 30 + n * 62, 166, 10, SOFT)
        _line(pdf, value, 30 + n * 62, 174, 13, INK)


def _code(pdf: FPDF, sheet: Sheet) -> None:
    picture = io.BytesIO()
    segno.make(sheet.address, error="m").save(picture, kind="png", scale=8, border=1, dark="#1d2433", light="#faf8f4")
    picture.seek(0)
    pdf.image(picture, 228, 128, 44, 44)
    _line(pdf, " ".join(sheet.code[n : n + 4] for n in range(0, 16, 4)), 228, 178, 11, INK)
    pdf.set_font("Text", size=7)
    pdf.set_text_color(*SOFT)
    pdf.set_xy(227, 180)
    pdf.multi_cell(48, 3.5, sheet.address, align="L")
