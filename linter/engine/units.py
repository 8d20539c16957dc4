"""The units of a run: files that are linted together, apart from all others."""

from __future__ import annotations

from linter.engine.reading import unit_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linter.config.settings import Settings

    Unit = tuple[str, ...]  # paths

MIN_FILES = 32  # of a combined unit: to run all rules over a few files takes longer for each


def units_of(paths: Iterable[str], settings: Mapping[str, Settings]) -> list[Unit]:
    """Return *paths* by ``unit_of``, with the *settings* of each."""
    units: dict[str | None, list[str]] = {}
    for path in paths:
        units.setdefault(unit_of(path, settings[path]), []).append(path)
    return [tuple(paths) for paths in units.values()]


def combined(units: Iterable[Unit]) -> list[Unit]:
    """Return *units* with small ones combined, for runs that do not keep the result of each."""
    found: list[Unit] = []
    small: Unit = ()
    for unit in units:
        small += unit
        if len(small) >= MIN_FILES:
            found.append(small)
            small = ()
    return [*found, small] if small else found
