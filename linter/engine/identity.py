"""The identity of a violation across states of a project: rule, file, location in the data, and subject.

Line numbers, counts, values and wording are not part of it, because they change while the violation remains. A
violation about several things (three missing fields, a cycle of four tasks) has a key for each, so that fixing one of
them does not make the others new.
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

MAX_NAME_CHARS = 100  # of the text that identifies a list item without an id
# data that changes while the violation remains, or follows from other data
_CHANGING = frozenset(
    """document_kind path found expected value text readings status suggestion current open cycle listed longest through
    earliest exception checked total""".split()
)
_SHARED = {"members", "tasks"}  # data of a violation that several tasks cause together
_NAMES = ("id", "name", "path", "title", "description")


class Key(NamedTuple):
    """The identity of a violation or a part of it.

    ``place`` is a path in the data such as ``tasks[T1].status``, ``about`` the subject: ``dependency=T9 task=T1``.
    """

    rule: str
    path: str
    place: str
    about: str


class ViolationFingerprints:
    """The keys of violations; *document* returns the document at a path, or None."""

    def __init__(self, document: Callable[[str], Document | None]) -> None:
        self._document = document
        self._places: dict[str, DataPaths] = {}

    def keys(self, violation: Violation) -> tuple[Key, ...]:
        """Return the keys of *violation*, at least one."""
        place = self.place(violation)
        return tuple(Key(violation.rule, violation.home, place, about) for about in _about(violation.data))

    def place(self, violation: Violation) -> str:
        """Return the path in the data that identifies *violation*; ``group`` if it is not reported at its home."""
        path = violation.home
        # a violation of several tasks may be reported at any of them
        if violation.group or path != violation.path or _SHARED & violation.data.keys():
            return violation.group
        if path not in self._places:
            self._places[path] = DataPaths(self._document(path))
        return self._places[path].at(violation.start)


class KnownViolations:
    """A multiset of keys from which known violations are taken; the rest is gone."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._count = Counter(keys)

    def take(self, keys: tuple[Key, ...]) -> bool:
        """Remove *keys* and return True if all of them are present."""
        if any(self._count[key] < 1 for key in keys):
            return False
        for key in keys:
            self._count[key] -= 1
        return True

    def divide(self, violation: Violation, keys: tuple[Key, ...]) -> tuple[Violation | None, Violation | None]:
        """Return the part of *violation*, whose keys are *keys*, that is not present, and the part that is taken.

        A violation has parts only if each of its members has a key.
        """
        if self.take(keys):
            return None, violation
        if violation.rebuild is None or not 1 < len(keys) == len(violation.members):
            return violation, None
        new = [index for index, key in enumerate(keys) if not self.take((key,))]
        old = [index for index in range(len(keys)) if index not in set(new)]
        return (violation.part(new), violation.part(old)) if old else (violation, None)

    def left(self) -> list[Key]:
        """Return the remaining keys, sorted."""
        return sorted(self._count.elements())


class DataPaths:
    """The paths in the data of a document, by offset."""

    def __init__(self, document: Document | None) -> None:
        self._marks: list[tuple[int, int, str]] = []  # start of a key or item, its parent, its name
        self._body = -1
        if document is not None and document.root is not None:
            self._body = document.front_matter.body if document.front_matter is not None else -1
            self._marks = list(_marks(document.root))
        self._order = sorted(range(len(self._marks)), key=lambda index: (self._marks[index][0], index))
        self._starts = [self._marks[index][0] for index in self._order]

    def at(self, offset: int) -> str:
        """Return the path at *offset*, such as ``tasks[T1].dependencies[T9]``; ``body`` after the front matter."""
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
    """Yield each key and list item: its start, the index of its parent (-1: none), its name.

    A mapping's first key is left out, but its value is not: missing fields of a mapping are reported at that key.
    """
    stack: list[tuple[Node, int]] = [(root, -1)]
    seen: set[int] = set()  # nodes shared by aliases are marked at the anchor
    count = 0
    while stack:
        node, container = stack.pop()
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
        yield from zip(starts, itertools.repeat(container), names, strict=False)
        stack += [(child, count + index) for index, child in enumerate(children)][::-1]
        count += len(children)


def _name(item: Node) -> str:
    """Return the name that identifies a list item in any position, or "" if it has none."""
    texts = [item] if isinstance(item, ScalarNode) else [item.get(name) for name in _NAMES]
    return next((text.text[:MAX_NAME_CHARS] for text in texts if isinstance(text, ScalarNode) and text.text), "")


def _about(data: Data) -> list[str]:
    """Return the subject of a violation by its data, with one string for each item of its lists."""
    values = {name: value for name, value in data.items() if name not in _CHANGING}
    if "tasks" in values:
        values = {name: value for name, value in values.items() if name not in ("task", "other")}  # the first one
    common = [f"{name}={value}" for name, value in sorted(values.items()) if isinstance(value, str)]
    several = [
        f"{name}={item}"
        for name, value in sorted(values.items())
        if isinstance(value, list | tuple)
        for item in value
        if isinstance(item, str)
    ]
    return [" ".join([*common, item]) for item in several] or [" ".join(common)]
