"""Moodle XML: what Moodle itself exports and imports."""

from portal.exchange.formats.moodle_xml.reader import read
from portal.exchange.formats.moodle_xml.writer import write

__all__ = ["read", "write"]
