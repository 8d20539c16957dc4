"""Unified diffs for ``git apply``.

Lines that are unique in both texts are matched first (patience diff): ``difflib`` alone treats the many equal lines of
a plan (``status: pending``) as junk and shows unchanged lines as moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Opcode = tuple[str, int, int, int, int]

_CONTEXT = 3  # lines
_SMALL = 1_000_000  # product of line counts up to which difflib compares all lines


def patch(path: str, before: str, after: str) -> list[str]:
    """Return the unified diff of one file as lines with line ends; empty if the texts are equal."""
    if before == after:
        return []
    start, end, new_end = _apart(before, after)
    old, new = _lines(before[start:end]), _lines(after[start:new_end])
    above = before.count("\n", 0, start)
    lines = [f"--- {_quoted(f'a/{path}')}\n", f"+++ {_quoted(f'b/{path}')}\n"]
    for group in _Matcher(_opcodes(old, new)).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(above, first[1], last[2])} +{_range(above, first[3], last[4])} @@\n")
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                lines += _marked(" ", old[start:end])
            else:
                lines += [*_marked("-", old[start:end]), *_marked("+", new[new_start:new_end])]
    return lines


def _apart(before: str, after: str) -> tuple[int, int, int]:
    """Return start and end of the part that differs, with context, and its end in *after*.

    It saves splitting a large file into lines.
    """
    most = min(len(before), len(after))
    same = bisect_left(range(most + 1), True, key=lambda n: not after.startswith(before[:n])) - 1
    rest = range(most - same + 1)
    same_end = bisect_left(rest, True, key=lambda n: not after.endswith(before[len(before) - n :])) - 1
    start, end = same, len(before) - same_end
    for _ in range(_CONTEXT + 1):
        start = before.rfind("\n", 0, max(start, 0))
        end = before.find("\n", end) + 1 or len(before)
    return start + 1, end, len(after) - (len(before) - end)


class _Matcher(SequenceMatcher[str]):
    """Groups the given opcodes."""

    def __init__(self, opcodes: list[Opcode]) -> None:
        super().__init__()
        self._opcodes = opcodes

    def get_opcodes(self) -> list[Any]:
        return self._opcodes


def _opcodes(old: list[str], new: list[str]) -> list[Opcode]:
    """Return how *old* becomes *new*, like ``SequenceMatcher.get_opcodes``."""
    found: list[Opcode] = []
    at = new_at = 0
    for start, new_start, length in _matches(old, new):
        if start > at or new_start > new_at:
            tag = "replace" if start > at and new_start > new_at else "delete" if start > at else "insert"
            found.append((tag, at, start, new_at, new_start))
        if length:
            is_joined = bool(found) and found[-1][0] == "equal"  # a hunk must not end between adjacent runs
            begin, new_begin = (found[-1][1], found[-1][3]) if is_joined else (start, new_start)
            found[len(found) - is_joined :] = [("equal", begin, start + length, new_begin, new_start + length)]
        at, new_at = start + length, new_start + length
    return found


def _matches(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of equal lines: the start in both texts, and the length; the last is empty and at both ends."""
    at = new_at = 0
    for anchor, new_anchor in [*_anchors(old, new), (len(old), len(new))]:
        if anchor < at:
            continue  # a line in the previous run
        part, new_part = old[at:anchor], new[new_at:new_anchor]
        is_large = len(part) * len(new_part) > _SMALL
        for start, new_start, length in SequenceMatcher(None, part, new_part, is_large).get_matching_blocks():
            if length:
                yield at + start, new_at + new_start, length
        length = _run(old, new, anchor, new_anchor)
        yield anchor, new_anchor, length
        at, new_at = anchor + length, new_anchor + length


def _run(old: list[str], new: list[str], at: int, new_at: int) -> int:
    """Return how many lines from here on are equal."""
    limit = min(len(old) - at, len(new) - new_at)
    return next((length for length in range(limit) if old[at + length] != new[new_at + length]), limit)


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the longest increasing sequence of lines that occur exactly once in both texts."""
    counts, new_counts = Counter(old), Counter(new)
    positions = {line: position for position, line in enumerate(new) if new_counts[line] == 1}
    pairs = [
        (position, positions[line]) for position, line in enumerate(old) if counts[line] == 1 and line in positions
    ]
    ends: list[int] = []  # the lowest index in new at which a sequence of each length ends
    rows: list[int] = []
    before: list[int] = []
    for index, (_, position) in enumerate(pairs):
        length = bisect_left(ends, position)
        before.append(rows[length - 1] if length else -1)
        if length == len(ends):
            ends.append(position)
            rows.append(index)
        else:
            ends[length], rows[length] = position, index
    row: list[tuple[int, int]] = []
    index = rows[-1] if rows else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _range(above: int, start: int, end: int) -> str:
    length = end - start
    return f"{above + start + 1 if length else above + start}" + ("" if length == 1 else f",{length}")


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + (line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")


def _lines(text: str) -> list[str]:
    r"""Return the lines with line ends; only ``\n`` ends a line, as in git."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _quoted(path: str) -> str:
    """Return *path* as git writes it in a patch: C-quoted if it contains special characters."""
    if not any(character in '"\\' or ord(character) < 32 for character in path):
        return path
    escaped = "".join(f"\\{c}" if c in '"\\' else f"\\{ord(c):03o}" if ord(c) < 32 else c for c in path)
    return f'"{escaped}"'
