"""Moodle's GIFT: questions as plain text."""

from portal.exchange.formats.gift.reader import read
from portal.exchange.formats.gift.writer import write

__all__ = ["read", "write"]
