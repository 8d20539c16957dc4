"""The kept results of units: looked up by the contents of their files, and reused if nothing else changed."""

from __future__ import annotations

from linter.engine.cache import Store, digest
from linter.engine.result import UnitResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set

    from linter.engine.dependencies import DependencyTracker
    from linter.engine.units import Unit


class ResultCache:
    """The results in the directory *folder* of the project at *root*, made in *context* over files of *source*."""

    def __init__(
        self, folder: str, root: str | None, context: bytes, source: bytes, dependencies: DependencyTracker
    ) -> None:
        self.context = context
        self._store = Store(folder, root)
        self._about = digest(context, source)
        self._dependencies = dependencies
        self._places: dict[Unit, tuple[bytes, bytes | None]] = {}

    @property
    def is_usable(self) -> bool:
        """Whether there can be any results."""
        return self._store.is_usable

    def find(self, units: list[Unit], closed: Set[str]) -> dict[Unit, UnitResult]:
        """Return the results of those *units* that are known, unless they have plans that a change *closed*."""
        found: dict[Unit, UnitResult] = {}
        self._places = {paths: self._dependencies.place(self._about, paths) for paths in units}
        for paths, (slot, state) in self._places.items():
            plain = self._store.get(slot, state) if state is not None and closed.isdisjoint(paths) else None
            known = UnitResult.from_plain(plain) if plain is not None else None
            if known is not None and self._dependencies.are_the_same(known.dependencies or {}):
                found[paths] = known
        return found

    def keep(self, paths: Unit, result: UnitResult) -> None:
        """Keep the new *result* of a unit that was looked up, if its dependencies are known."""
        if result.dependencies is None or self._places[paths][1] is None:
            return
        plans = self._dependencies.contents.learn(paths, dict(result.documents))
        if plans:
            slot, state = self._places[paths] if plans == paths else self._dependencies.place(self._about, plans)
            if state is not None:
                self._store.put(slot, state, result.to_plain())

    def save(self) -> None:
        """Write what is new."""
        self._store.save()
