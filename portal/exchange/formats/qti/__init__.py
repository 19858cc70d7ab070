"""QTI: packages and single items of 2.1, 2.2 and 3.0 come in, packages of 2.2 go out."""

from portal.exchange.formats.qti.package import read
from portal.exchange.formats.qti.writer import write

__all__ = ["read", "write"]
