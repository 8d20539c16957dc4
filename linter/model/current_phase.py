"""Which phase of a manifest is the current one (constraint 32 of seed 002)."""

from __future__ import annotations

from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.model.documents import Manifest

_PREFIX = lazy(r"(\d{1,4})_")


def current_index(manifest: Manifest) -> int | None:
    """The place of the current phase: ``current_phase`` is its key, its number, or ``current_phase_name``."""
    if manifest.current_phase is None:
        return None
    current = manifest.current_phase.text.strip()
    keys = [phase.key for phase in manifest.phases]
    if current in keys:
        return keys.index(current)
    for index, key in enumerate(keys):
        prefix = _PREFIX.match(key)
        if prefix and (current.lstrip("0") == prefix[1].lstrip("0") or current == key[prefix.end() :]):
            return index
    return None
