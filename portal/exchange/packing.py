"""Files as they come: bounded, decoded, and archives opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from portal.sentences import Sentence
from portal.spreadsheets import BadFile

MOST_BYTES = 16 * 1024 * 1024
MOST_TEXT = 4 * 1024 * 1024  # of a file that is text alone: a bank holds 1 MB at most
MOST_ENTRIES = 2000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 200  # a text of one letter shrinks a thousandfold; an honest one twenty- or fiftyfold
SMALL = 1024 * 1024  # under this a ratio says nothing
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CLEARLY = 0.8
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError, NotImplementedError)


def read_file(path: Path) -> bytes:
    """A file's bytes; never more than may be read, whatever the file is or says. Raises BadFile."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(Sentence("The file cannot be read (%(why)s).", why=error.strerror)) from error
    return bounded(content)


def bounded(content: bytes) -> bytes:
    """The content, where it is of a size that can be read. Raises BadFile."""
    if len(content) > MOST_BYTES:
        raise BadFile(Sentence("The file is larger than 16 MB. Send it in parts."))
    if not content.strip():
        raise BadFile(Sentence("The file is empty."))
    return content


def read_text(content: bytes) -> str:
    """A file that is text alone. Raises BadFile."""
    if len(bounded(content)) > MOST_TEXT:
        raise BadFile(Sentence("The text is larger than 4 MB. Send it in parts."))
    return decode(content)


def decode(content: bytes, declared: str = "") -> str:
    """Text of a file: UTF-8, UTF-16 or, where it clearly is, GB 18030. Line ends become \\n. Raises BadFile.

    `declared` is what the file says of itself (an XML declaration), believed where the bytes agree.
    """
    text = _decoded(content, declared.lower().replace("_", "-"))
    if "\x00" in text:
        raise BadFile(Sentence("The file holds null bytes: it is binary data, not text. Export it again as text in UTF-8."))
    found = CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found[0]):04X}"
        raise BadFile(Sentence("Line %(line)s holds the control character %(code)s. Remove it.", line=line, code=code))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, declared: str) -> str:
    encoding = _by_mark(content) or _by_nulls(content)
    if not encoding and declared in {"gb2312", "gbk", "gb18030", "iso-8859-1", "windows-1252", "us-ascii"}:
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(declared, declared)
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or declared not in {"", "utf-8"}:
            raise _misencoded(content, error) from error
        return _chinese(content, error)


def _by_mark(content: bytes) -> str:
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise BadFile(Sentence("The file is UTF-32. Save it as UTF-8 and send it again."))
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _by_nulls(content: bytes) -> str:
    """UTF-16 without a mark: line ends, spaces and brackets have a null at every second place, and on the same side (一 has one on the other)."""
    head = content[:4096]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if len(content) % 2 == 0 and max(odd, even) >= max(4, len(head) // 40) and min(odd, even) * 3 <= max(odd, even):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _chinese(content: bytes, error: UnicodeDecodeError) -> str:
    """GB 18030, where most of what is not ASCII is in the everyday part of it; else nobody can say what was meant."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise _misencoded(content, error) from error
    foreign = [one for one in text if ord(one) > 127]
    everyday = sum(_is_everyday(one) for one in foreign)
    if everyday < max(2, CLEARLY * len(foreign)):
        raise _misencoded(content, error)
    return text


def _is_everyday(character: str) -> bool:
    """Punctuation, full-width signs and the 3,755 frequent characters of GB 2312."""
    try:
        row = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return row in {0xA1, 0xA3} or 0xB0 <= row <= 0xD7


def _misencoded(content: bytes, error: UnicodeDecodeError) -> BadFile:
    line = content.count(b"\n", 0, error.start) + 1
    return BadFile(
        Sentence(
            "Line %(line)s is neither UTF-8 nor clearly GB 18030 or UTF-16. Save the file as UTF-8 and send it again.", line=line
        )
    )


class Package:
    """An archive whose entries were all looked at before the first was opened."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(one.filename for one in archive.infolist() if not one.is_dir())

    def read(self, name: str) -> bytes:
        """An entry's bytes. Raises BadFile where it is damaged."""
        try:
            content = self._archive.read(name)
        except DAMAGED as error:
            raise BadFile(Sentence("“%(name)s” in the archive is damaged. Export it again.", name=name)) from error
        return content


@contextmanager
def unpacked(content: bytes) -> Iterator[Package]:
    """Open an archive in memory; nothing is written to the disk. Raises BadFile for a hostile or damaged one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadFile(Sentence("This archive cannot be opened. Export it again.")) from error
    with archive:
        _check(archive.infolist(), len(content))
        yield Package(archive)


def _check(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise BadFile(Sentence("The archive has more than 2,000 files. Send it in parts."))
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise BadFile(Sentence("The archive unpacks to more than 64 MB. Send it in parts."))
    if sum(one.compress_size for one in entries) > packed:
        raise BadFile(Sentence("The files of this archive overlap: it is damaged, or made to do harm."))
    seen: set[str] = set()
    for one in entries:
        _check_entry(one)
        if one.filename.lower() in seen:
            raise BadFile(Sentence("“%(name)s” is in the archive twice. Export it again.", name=one.filename))
        seen.add(one.filename.lower())


def _check_entry(one: zipfile.ZipInfo) -> None:
    name, path = one.filename, PurePosixPath(one.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in one.orig_filename or ":" in name or CONTROL.search(name):
        raise BadFile(Sentence("“%(name)s” leads out of the archive. Such archives are not opened.", name=name))
    kind = stat.S_IFMT(one.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise BadFile(Sentence("“%(name)s” is a link. Archives with links are not opened.", name=name))
    if one.flag_bits & 0x1:
        raise BadFile(Sentence("“%(name)s” is locked with a password. Pack it without one.", name=name))
    if one.file_size > SMALL and one.file_size > MOST_RATIO * max(1, one.compress_size):
        raise BadFile(Sentence("“%(name)s” unpacks to more than 200 times its size. Such archives are not opened.", name=name))
    if path.suffix.lower() in {".zip", ".gz", ".7z", ".rar", ".xz", ".bz2", ".tar"}:
        raise BadFile(Sentence("“%(name)s” is an archive in the archive. Unpack it, and send each alone.", name=name))
