"""The levels of the fixes of several values that support each other."""

from __future__ import annotations

from linter.model.witness import NEVER, SAFE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.model.counts import Count


def settle(counts: Sequence[Count], levels: dict[int, int]) -> None:
    """Set how *counts* may be fixed by the *levels* of their fixes, which are by the ``id()`` of the node.

    A witness for another value is changed only if that value is.
    """
    is_changed = True
    while is_changed:
        is_changed = False
        for count in counts:
            for key in (id(node) for witness in count.witnesses for node in witness.nodes):
                if levels.get(key, NEVER) > levels[id(count.node)]:
                    levels[key] = levels[id(count.node)]
                    is_changed = True
    for count in counts:
        level = levels[id(count.node)]
        count.is_safe, count.is_fixable = level == SAFE, level > NEVER
