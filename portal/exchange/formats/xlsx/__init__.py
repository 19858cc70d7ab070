"""The portal's own template: one workbook with instructions and questions, which carries every type whole."""

from portal.exchange.formats.xlsx.reader import read
from portal.exchange.formats.xlsx.writer import write

__all__ = ["read", "write"]
