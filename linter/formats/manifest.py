"""``manifest``: ``MANIFEST.yaml`` (``formats.md`` section 2, seed 002)."""

from __future__ import annotations

import re
from posixpath import basename

from linter.model import Document, Manifest
from linter.nodes import Fault, Limits, Mapping, Scalar, values
from linter.scalars import integer, is_boolean, is_null, is_placeholder
from linter.tree import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.source import Source

name = "manifest"
kinds = ("manifest",)
_NAMES = ("MANIFEST.yaml", "MANIFEST.yml")
_OWN_KEYS = (
    b"feature_name feature_slug agents_contributed mcp_service_name tools_status protocol_slug orchestration_skill"
)
_OWN = re.compile(rb"^(?:\xef\xbb\xbf)?(?:" + b"|".join(_OWN_KEYS.split()) + rb")[ \t]*:", re.MULTILINE)
_TIMESTAMPS = ("timestamp", "updated", "discovery_timestamp")
_PHASES = re.compile(rb"^(?:\xef\xbb\xbf)?phases[ \t]*:", re.MULTILINE)
_CURRENT_PHASE = re.compile(rb"^(?:\xef\xbb\xbf)?current_phase[ \t]*:", re.MULTILINE)


def claims(path: str) -> bool:
    """Whether a file of this name is looked at."""
    return basename(path) in _NAMES


def sniff(data: bytes) -> bool:
    """Whether a key at column 0 says that this MANIFEST.yaml is a plan's (another's is not ours)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16: `marked` decides
    return bool(_OWN.search(data) or (_PHASES.search(data) and _CURRENT_PHASE.search(data)))


def marked(text: str) -> bool:
    """The same for text that could not be read as a whole."""
    return sniff(text.encode("utf-8", "replace"))


def read(source: Source, limits: Limits, forced: bool = False) -> Document | None:
    """The manifest in *source*; what cannot be read has no root."""
    text = source.text
    base = 1 if text.startswith("\ufeff") else 0
    tree = parse_yaml(text[base:], base, limits)
    return document(source, tree.root, tree.faults, Manifest)


def document(source: Source, root: object, faults: list[Fault], model: type[Document]) -> Document:
    """A document of class *model*, or one without a root where there is no mapping at the top."""
    if isinstance(root, Mapping):
        found = model(source, root, faults)
        found.dates = list(_dates(root, source))
        return found
    if not faults:
        end = max(len(source.line(1)), min(1, len(source.text)))
        faults.append(Fault("not-a-mapping", 0, end, "a mapping is expected at the top of this file"))
    return Document(source, None, faults, model.kind)


def _dates(root: Mapping, source: Source) -> Iterator[tuple[Mapping, str, Scalar]]:
    """Every timestamp, wherever it nests: ``*_at``, ``timestamp``, ``updated``, ``discovery_timestamp``."""
    seen: set[int] = set()  # what aliases and merges share is judged once
    for owner in values(root):
        if isinstance(owner, Mapping):
            for field, value in owner.scalars():
                if id(value) in seen:
                    continue
                seen.add(id(value))
                if not (field.endswith("_at") or field in _TIMESTAMPS) or is_null(value):
                    continue
                if integer(value) is None and not is_boolean(value) and not is_placeholder(value, source):
                    yield owner, field, value
