"""Read the bytes of one file into a document, or into nothing if no format matches."""

from __future__ import annotations

from linter.formats.adapter import UTF_16
from linter.formats.context import FileContext
from linter.model.document import Document
from linter.syntax.nodes import Limits, ReadError
from linter.syntax.source import Source
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.formats.adapter import FormatAdapter

_BLANKS = b"\0 \t\r\n"
BLANKS = b"\0 \t\r\n\xef\xbb\xbf"  # of a file that is empty, whatever its encoding mark
_HEAD_BYTES = 64 * 1024
MARK = b"<<<<<<< "  # start of a merge conflict


def content_of(path: str, limits: Limits) -> bytes:
    """Return the content of the file at *path*, at most one byte more than the size limit. Raises OSError."""
    return read_regular(path, limits.max_file_size)


def read_bytes(
    path: str,
    data: bytes,
    formats: Iterable[FormatAdapter],
    limits: Limits,
    kind: str | None = None,
    context: FileContext | None = None,
) -> Document | None:
    """Read the document at *path* with the content *data*; *context* has the files around it.

    *formats* are those that match the path, or make documents of *kind*; the first that returns a document wins.
    """
    if MARK in data and len(data) <= limits.max_file_size:
        from linter.formats.conflicted import conflicts_in, read_conflicted

        text, found = conflicts_in(path, data)
        if found:
            formats = list(formats)

            def read(text: str) -> Document | None:
                return _read_first(path, text.encode(), formats, limits, kind, context)

            return read_conflicted(path, text, found, read)
    return _read_first(path, data, formats, limits, kind, context)


def _read_first(
    path: str,
    data: bytes,
    formats: Iterable[FormatAdapter],
    limits: Limits,
    kind: str | None,
    context: FileContext | None,
) -> Document | None:
    for format in formats:
        if kind is None and not format.may_match_content(data):
            continue
        document = _read(path, data, format, limits, kind is not None, context)
        if document is not None:
            return document
    return None


def _read(
    path: str, data: bytes, format: FormatAdapter, limits: Limits, forced: bool, context: FileContext | None
) -> Document | None:
    if len(data) > limits.max_file_size:
        message = f"file is larger than `max-file-size` ({limits.max_file_size} bytes)"
        return _unreadable(path, data, format, forced, "too-large", message)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(UTF_16):
            message = "file is encoded in UTF-16, expected UTF-8"
            return _unreadable(path, data, format, forced, "not-utf-8", message, encoding="utf-16")
        message = f"invalid UTF-8: unexpected byte 0x{data[error.start]:02x}"
        return _unreadable(path, data, format, forced, "not-utf-8", message, at=error.start)
    if b"\0" in data and (data.strip(_BLANKS) or not format.reads_blank):
        at = data.index(b"\0")
        return _unreadable(path, data, format, forced, "binary", "binary file: it contains a NUL byte", at=at)
    source = Source(path, text)
    try:
        return format.read(source, limits, forced, context or FileContext())
    except MemoryError:
        pass  # the error keeps what was read so far
    import gc

    gc.collect()
    message = "not enough memory to read the file, lower `max-file-size` or `max-nodes`"
    refusal = ReadError("limit-exceeded", 0, min(1, len(text)), message, {"limit": "memory"})
    return Document(source, None, [refusal], format.kinds[0])


def _unreadable(
    path: str,
    data: bytes,
    format: FormatAdapter,
    forced: bool,
    reason: str,
    message: str,
    at: int = 0,
    encoding: str = "utf-8",
) -> Document | None:
    head = data[:_HEAD_BYTES].decode(encoding, "replace")
    if not forced and not format.identifies_itself(head):
        return None
    source = Source(path, data[: max(at + 200, 2000)].decode(encoding, "replace"))
    start = len(data[:at].decode(encoding, "replace"))
    error = ReadError("unreadable-file", start, min(start + 1, len(source.text)), message, {"reason": reason})
    return Document(source, None, [error], format.kinds[0])


def cannot_open(path: str, kind: str, error: OSError) -> Document:
    """Return the document of a file that exists and cannot be opened."""
    message = f"cannot open file: {(error.strerror or str(error)).lower()}"
    return Document(
        Source(path, ""), None, [ReadError("unreadable-file", 0, 0, message, {"reason": "cannot-open"})], kind
    )
