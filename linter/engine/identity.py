"""What makes a violation the same one in two states of a project: its rule, its file, the place in the data, and what
it speaks of. Not its line, not the counts, values and words in it: those change while the fault stays.

A violation that speaks of several things (three missing fields, a circle of four tasks) has a key for each, so that
mending one of them makes nothing new.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from linter.syntax.nodes import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linter.model.document import Document
    from linter.rules.violation import Data, Violation
    from linter.syntax.nodes import Node

LONGEST_NAME = 100  # of a list item without an id, by which it is known
# facts that change while the fault stays, or that follow from others
_CHANGING = frozenset(
    """document_kind path found expected value text readings status suggestion current open cycle listed longest through
    earliest exception checked total""".split()
)
_SHARED = {"members", "tasks"}  # facts of what many tasks make together
_NAMES = ("id", "name", "path", "title", "description")


class Key(NamedTuple):
    """``place`` is a path in the data, ``tasks[T1].status``; ``about`` what is spoken of, ``dependency=T9 task=T1``."""

    rule: str
    path: str
    place: str
    about: str


class ViolationFingerprints:
    """The keys of violations; *document* gives what was read from a path, None where nothing was."""

    def __init__(self, document: Callable[[str], Document | None]) -> None:
        self._document = document
        self._places: dict[str, DataPaths] = {}

    def keys(self, violation: Violation) -> tuple[Key, ...]:
        """What *violation* is the same as in another state of its project; at least one key."""
        path = violation.path
        if path not in self._places:
            self._places[path] = DataPaths(self._document(path))
        # what many tasks make together is shown at any one of them
        is_shared = bool(_SHARED & violation.data.keys())
        place = violation.group or ("" if is_shared else self._places[path].at(violation.start))
        return tuple(Key(violation.rule, path, place, about) for about in _about(violation.data))


class KnownViolations:
    """A bag of keys, out of which the violations that are known are taken; what is left over is gone."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._count = Counter(keys)

    def take(self, keys: tuple[Key, ...]) -> bool:
        """Whether all of *keys* were still there; if so they are not any more."""
        if any(self._count[key] < 1 for key in keys):
            return False
        for key in keys:
            self._count[key] -= 1
        return True

    def left(self) -> list[Key]:
        """The keys that nobody took, sorted."""
        return sorted(self._count.elements())


class DataPaths:
    """Where in the data of a document an offset stands."""

    def __init__(self, document: Document | None) -> None:
        self._marks: list[tuple[int, int, str]] = []  # where a key or item begins, what holds it, its own name
        self._body = -1
        if document is not None and document.root is not None:
            self._body = document.front_matter.body if document.front_matter is not None else -1
            self._marks = list(_marks(document.root))
        self._order = sorted(range(len(self._marks)), key=lambda index: (self._marks[index][0], index))
        self._starts = [self._marks[index][0] for index in self._order]

    def at(self, offset: int) -> str:
        """The path in the data, such as ``tasks[T1].dependencies[T9]``; ``body`` behind the front matter."""
        if 0 <= self._body <= offset:
            return "body"
        found = bisect_right(self._starts, offset) - 1
        if found < 0:
            return ""
        names: list[str] = []
        index = self._order[found]
        while index >= 0:
            _, index, name = self._marks[index]
            names.append(name)
        return "".join(reversed(names)).removeprefix(".")


def _marks(root: Node) -> Iterator[tuple[int, int, str]]:
    """Each key and list item: its start, the number of the mark that holds it (-1: none), its name.

    A mapping's first key is no mark, but its value is: what is missing in a mapping is reported at that key.
    """
    stack: list[tuple[Node, int]] = [(root, -1)]
    seen: set[int] = set()  # what aliases share is marked where it stands
    count = 0
    while stack:
        node, holder = stack.pop()
        if isinstance(node, MappingNode):
            shared, children = id(node.entries), list(node.entries.values())
            names = [f".{key}" for key in node.entries]
        elif isinstance(node, SequenceNode):
            shared, children = id(node.items), node.items
            names = [f"[{_name(item)}]" for item in children]
        else:
            continue
        if shared in seen:
            continue
        seen.add(shared)
        starts = [child.start if child.key_start < 0 else child.key_start for child in children]
        if isinstance(node, MappingNode) and children:
            starts[0] = children[0].start
        yield from zip(starts, itertools.repeat(holder), names, strict=False)
        stack += [(child, count + index) for index, child in enumerate(children)][::-1]
        count += len(children)


def _name(item: Node) -> str:
    """What a list item is known by wherever in the list it stands; nothing where it says nothing of itself."""
    texts = [item] if isinstance(item, ScalarNode) else [item.get(name) for name in _NAMES]
    return next((text.text[:LONGEST_NAME] for text in texts if isinstance(text, ScalarNode) and text.text), "")


def _about(data: Data) -> list[str]:
    """The facts by name; one text for each item of the lists among them."""
    facts = {name: value for name, value in data.items() if name not in _CHANGING}
    if "tasks" in facts:
        facts = {name: value for name, value in facts.items() if name not in ("task", "other")}  # the first of them
    common = [f"{name}={value}" for name, value in sorted(facts.items()) if isinstance(value, str)]
    several = [
        f"{name}={item}"
        for name, value in sorted(facts.items())
        if isinstance(value, list | tuple)
        for item in value
        if isinstance(item, str)
    ]
    return [" ".join([*common, item]) for item in several] or [" ".join(common)]
