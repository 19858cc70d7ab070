"""Sentences that pure rules say: English text that still knows its pattern and values, so that a page can say it in Chinese.

A Sentence is a `str`, so that commands print it as it is. `portal.words` has the filter `say` that translates it.
"""

from __future__ import annotations

from typing import Any


class Sentence(str):
    """`Sentence("Row %(n)s is empty.", n=3)`: the English text, with `pattern` and `values`."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, **values: Any) -> Sentence:
        """The text, with the values in it."""
        sentence = super().__new__(cls, pattern % values if values else pattern)
        sentence.pattern, sentence.values = pattern, values
        return sentence
