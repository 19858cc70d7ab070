"""Where the gaps stand in a text."""

from __future__ import annotations

import re

GAP = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")


def gaps_of(text: str) -> list[str]:
    """The names of the gaps, in the order of the text."""
    return GAP.findall(text)


def pieces(text: str) -> list[tuple[str, str]]:
    """The text cut at its gaps: ("text", words) and ("gap", name), in order."""
    cut = GAP.split(text)
    return [("gap" if n % 2 else "text", piece) for n, piece in enumerate(cut) if piece or n % 2]
