"""Edits of whole batches in a schedule: append or insert batches, and delete an empty last one."""

from __future__ import annotations

import re

from linter.syntax.edits import quoted
from linter.syntax.fix import Edit
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Batch, Plan
    from linter.syntax.nodes import Node

_PARTS = lazy(r"\d+(?:_\d+)+\Z", re.ASCII)


def in_brackets(raw: str) -> str:
    """Return an id as written, quoted if a flow list would read it differently."""
    return quoted(raw) if raw[:1] not in "'\"" and re.search(r"[,\[\]{}]|^[?:]", raw) else raw


def add_batches(plan: Plan, contents: list[list[str]], at: int | None) -> Edit | None:
    """Return an edit that appends batches of these tasks (as written) in the style of the last one, at its next line.

    The keys are ``batch_1, batch_2 ...``. None if the last one is written in a way that is left to the author.
    """
    last, schedule = plan.batches[-1], plan.schedule
    if schedule is None:
        return None
    keys = [f"batch_{last.number + step}" for step in range(1, len(contents) + 1)]
    if any(key in schedule.entries for key in keys):
        return None
    if not schedule.flow:
        return _block_edit(plan, last, keys, contents, at)
    if last.node is not last.container or not last.container.flow:
        return None
    batches = zip(keys, contents, strict=True)
    written = "".join(f", {key}: [{', '.join(map(in_brackets, names))}]" for key, names in batches)
    return Edit(last.node.end, last.node.end, written)


def phases(batches: Iterable[Batch]) -> list[str]:
    """Return the phase in the key of each batch: the part before ``batch_``, else all of it; empty for ``batch_1``.

    If all numbers after one such part have parts (``batch_1_2``), the first of these is of the phase too.
    """
    keys = [(batch.group, *batch.key.partition("batch_")) for batch in batches]
    plain = {(group, before) for group, before, _, number in keys if not _PARTS.match(number)}
    return [
        f"{group}/{before}" + ("" if (group, before) in plain else number.partition("_")[0])
        for group, before, _, number in keys
    ]


def has_comment(plan: Plan, batch: Batch) -> bool:
    """Whether a comment in or directly above *batch* may describe its contents."""
    text = plan.source.text
    if plan.schedule is None or plan.schedule.flow:
        return False
    start = text.rfind("\n", 0, batch.node.key_start) + 1
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
    stop = next_line(text, batch.node) or text.find("\n", batch.node.end)
    return above.startswith("#") or re.search(r"(?:^|\s)#", text[start:stop]) is not None


def insert_batches(
    plan: Plan, last: Batch, after: Batch | None, contents: list[list[str]], at: int | None
) -> Edit | None:
    """Return an edit that adds batches of these tasks (as written) after *last* and, if given, before *after*.

    *at* is the next line after *last*. The batches continue the numbers of *last* if it is the last of its phase
    (*after* is None), else they are parts of its number (``batch_1_1``). None if such keys exist or the batches are
    written in a way that is left to the author.
    """
    schedule = plan.schedule
    before, batch, number = last.key.rpartition("batch_")
    if schedule is None or schedule.flow or last.group or not batch or not re.fullmatch(r"\d{1,9}", number):
        return None
    steps = range(1, len(contents) + 1)
    if after is None:
        keys = [f"{before + batch}{int(number) + step}" for step in steps]
    else:
        keys = [f"{last.key}_{step}" for step in steps]
    if any(key in schedule.entries for key in keys):
        return None
    return _block_edit(plan, last, keys, contents, at)


def _block_edit(plan: Plan, last: Batch, keys: list[str], contents: list[list[str]], at: int | None) -> Edit | None:
    """Return the edit that writes batches at *at* in the style of *last*; None if that is left to the author."""
    style = _style(plan.source.text, last)
    if at is None or style is None:
        return None
    if last.container.flow:
        contents = [[in_brackets(name) for name in names] for names in contents]
    line_end = "\r\n" if plan.source.text[at - 2 : at] == "\r\n" else "\n"
    lines = [line for key, names in zip(keys, contents, strict=True) for line in _lines(style, key, names)]
    return Edit(at, at, "".join(line + line_end for line in lines))


def next_line(text: str, node: Node) -> int | None:
    """Return the offset after the last line of *node*, or None if it is unknown."""
    while not isinstance(node, ScalarNode) and not getattr(node, "flow", True):
        inner = list(node.entries.values()) if isinstance(node, MappingNode) else getattr(node, "items", [])
        if not inner or inner[-1].start < max((node.start, *(child.end for child in inner[:-1]))):
            return None  # empty, or an alias, whose items are at its anchor
        node = inner[-1]
    stop = text.find("\n", node.end) + 1
    is_block_text = isinstance(node, ScalarNode) and text[node.start : node.start + 1] in ("|", ">")
    if stop == 0 or is_block_text or "\r" in text[node.end : stop - 2]:
        return None
    return stop


def _style(text: str, batch: Batch) -> tuple[str, str, str] | None:
    """Return how a batch is written: before its key, between key and tasks, before a task ("" in brackets)."""
    indent = _before(text, batch.node.key_start)
    dash = ""
    if not batch.container.flow:
        item = batch.container.items[-1] if batch.container.items else None
        if not isinstance(item, ScalarNode) or item.end <= item.start:
            return None
        dash = _before(text, item.start)
        if dash.strip() != "-":
            return None
    inner = ""
    if batch.node is not batch.container:
        if not isinstance(batch.node, MappingNode) or batch.node.flow:
            return None
        inner = _before(text, batch.container.key_start) + text[batch.container.key_start : batch.container.key_end]
        if not inner[:1].isspace() or not inner.lstrip().isidentifier():
            return None
    return None if indent.strip() else (indent, inner, dash)


def _before(text: str, start: int) -> str:
    return text[text.rfind("\n", 0, start) + 1 : start]


def _lines(style: tuple[str, str, str], key: str, names: list[str]) -> list[str]:
    indent, inner, dash = style
    head = f"{inner or indent + key}:"
    body = [head, *(dash + name for name in names)] if dash else [f"{head} [{', '.join(names)}]"]
    return [f"{indent}{key}:", *body] if inner else body


def deletion(plan: Plan, batch: Batch) -> Edit | None:
    """Return the edit that deletes *batch* with its tasks, or None if it would delete more."""
    text = plan.source.text
    start = text.rfind("\n", 0, batch.node.key_start) + 1
    end = batch.node.end if batch.node.flow else batch.container.items[-1].end  # type: ignore[attr-defined]
    stop = text.find("\n", end) + 1
    written = text[start:stop]
    is_alone = batch.node is batch.container and len(plan.batches) > 1 and not text[end:stop].strip()
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].lstrip()
    is_plain = written.lstrip().startswith(batch.key) and not re.search("[#&]", written) and before[:1] != "#"
    return Edit(start, stop, "") if is_alone and is_plain else None
