"""Which setting enables or disables a rule."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

ENABLING = ("select", "extend-select")
PRESET = ""
_SELECTING = frozenset((*ENABLING, "ignore"))


class Decision:
    """Whether a rule is enabled, and the setting that decides it.

    That is the *selector* in the list *key* of layer number *layer*. The selector is empty where ``select``
    does not name the rule, and the key is ``PRESET`` where no layer does.
    """

    __slots__ = ("is_on", "key", "layer", "level", "selector")

    def __init__(self, is_on: bool, level: int = 0, key: str = PRESET, selector: str = "", layer: int = 0) -> None:
        self.is_on = is_on
        self.level = level
        self.key = key
        self.selector = selector
        self.layer = layer


def decide(id: str, family: str, layers: Sequence[dict[str, Any]], *, is_on: bool) -> Decision:
    """Return the decision about the rule *id* of *family*, which *is_on* before the *layers*, the last of which wins.

    In a layer the more specific selector wins, and ``ignore`` between equal ones.
    """
    decision = Decision(is_on)
    for number, layer in enumerate(layers):
        if _SELECTING.isdisjoint(layer):
            continue
        if "select" in layer:
            decision = Decision(False, 0, "select", "", number)
        key, selector, level = _most_specific(layer, ENABLING, id, family)
        if level:
            decision = Decision(True, level, key, selector, number)
        key, selector, level = _most_specific(layer, ("ignore",), id, family)
        if decision.is_on and level and level >= decision.level:
            decision = Decision(False, 0, key, selector, number)
    return decision


def _most_specific(layer: dict[str, Any], keys: Iterable[str], id: str, family: str) -> tuple[str, str, int]:
    """Return key, selector and specificity of the most specific selector for the rule in the lists *keys*.

    The specificity is 0 if no selector matches.
    """
    found = [(key, selector, specificity(selector, id, family)) for key in keys for selector in layer.get(key, ())]
    return max(found, key=lambda entry: entry[2], default=("", "", 0))


def most_specific(selectors: Iterable[str], id: str, family: str) -> int:
    """Return how specific the most specific of *selectors* is for a rule, 0 to 3."""
    return max((specificity(selector, id, family) for selector in selectors), default=0)


def specificity(selector: str, id: str, family: str) -> int:
    """Return how specific *selector* is for a rule: 3 its id, 2 its family, 1 ``all``, 0 no match."""
    return 3 if selector == id else 2 if selector == family else 1 if selector == "all" else 0
