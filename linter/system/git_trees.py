"""The trees of a repository, that is index and commits, and how they differ."""

from __future__ import annotations

import os

from linter.system import git
from linter.system.reading import read_regular

MAX_MERGE_HEADS_BYTES = 1 << 16
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

_INDEX = ("diff-index", "--cached", "--ita-invisible-in-index")
_COMMITS = ("diff-tree", "-r")
LINK, SUBMODULE = "120000", "160000"  # modes of entries that are not files
Entries = dict[str, tuple[str, str]]  # mode and object by path from the root


def merge_heads(root: str) -> list[str]:
    """Return the commits that an unfinished merge brings to HEAD. Raises GitError.

    git writes them to ``MERGE_HEAD`` once the merge has stopped, and before that names them in the environment of the
    hook ``pre-merge-commit``.
    """
    path = os.path.join(root, os.fsdecode(git.ask(root, "rev-parse", "--git-path", "MERGE_HEAD")).rstrip("\n"))
    heads = [name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")]
    if os.path.exists(path):
        heads += read_regular(path, MAX_MERGE_HEADS_BYTES).decode("ascii", "replace").split()
    commits = (git.commit_of(root, head) for head in dict.fromkeys(heads))
    return [commit for commit in commits if commit is not None]


def index_entries(root: str) -> tuple[Entries, list[str]]:
    """Return the entries of the index, and the paths with unresolved merges, which have our side. Raises GitError.

    The index is compared with an empty tree, because that leaves out files added with ``--intent-to-add``.
    """
    entries: Entries = {}
    unmerged = set()
    for status, mode, name, path in _changes(root, _INDEX, "--no-renames", _empty_tree(root)):
        if status == "U":
            unmerged.add(path[-1])
        else:
            entries[path[-1]] = mode, name
    if unmerged:
        entries.update(_our_sides(root))
    return entries, sorted(unmerged)


def absent_entries(root: str) -> tuple[dict[str, str], set[str]]:
    """Return the objects of the files outside of a sparse checkout by path, and the submodules. Raises GitError."""
    absent: dict[str, str] = {}
    submodules: set[str] = set()
    for line in git.ask(root, "ls-files", "-z", "-t", "--stage").split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path:
            tag, mode, name, _ = facts.decode().split(" ")
            if mode == SUBMODULE:
                submodules.add(os.fsdecode(path))
            elif tag == "S":
                absent[os.fsdecode(path)] = name
    return absent, submodules


def _our_sides(root: str) -> Entries:
    """Return our side of each unresolved path, or else theirs."""
    sides: dict[str, dict[str, tuple[str, str]]] = {}
    for line in git.ask(root, "ls-files", "-z", "--unmerged").split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path:
            mode, name, stage = facts.decode().split(" ")
            sides.setdefault(os.fsdecode(path), {})[stage] = mode, name
    return {path: found.get("2") or found.get("3") or found["1"] for path, found in sides.items()}


def commit_entries(root: str, commit: str) -> Entries:
    """Return the entries of *commit*. Raises GitError."""
    entries: Entries = {}
    for line in git.ask(root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path:
            mode, _, name = facts.decode().split(" ")
            entries[os.fsdecode(path)] = mode, name
    return entries


class Changes:
    """The differences between two trees. ``renames`` maps new to old paths."""

    def __init__(self) -> None:
        self.touched: set[str] = set()  # added, changed, renamed to
        self.gone: set[str] = set()  # deleted, renamed from, no longer a file
        self.renames: dict[str, str] = {}


def staged_changes(root: str, commit: str | None) -> Changes:
    """Return how the index differs from *commit* (None: from an empty tree). Raises GitError."""
    return _changes_by(root, _INDEX, commit or _empty_tree(root))


def changes_between(root: str, base: str, commit: str) -> Changes:
    """Return how *commit* differs from *base*. Raises GitError."""
    return _changes_by(root, _COMMITS, base, commit)


def _changes_by(root: str, command: tuple[str, ...], *states: str) -> Changes:
    changes = Changes()
    try:
        found = _changes(root, command, "--find-renames", *states)
    except git.GitError:  # in a partial clone the files to compare may be missing
        found = _changes(root, command, "--no-renames", *states)
    for status, _, _, paths in found:
        if status == "U":
            continue
        if status in "DRT":
            changes.gone.add(paths[0])
        if status == "R":
            changes.renames[paths[1]] = paths[0]
        if status != "D":
            changes.touched.add(paths[-1])
    return changes


def _changes(root: str, command: tuple[str, ...], renames: str, *states: str) -> list[tuple[str, str, str, list[str]]]:
    """Return status letter, new mode and object, and paths (of a rename: old and new) of each difference."""
    options = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", renames)
    fields = git.ask(root, *command, *options, *states, "--").split(b"\0")
    found = []
    place = 0
    while place + 1 < len(fields):
        _, mode, _, name, status = fields[place].decode().split(" ")
        count = 2 if status[0] in "RC" else 1
        found.append((status[0], mode, name, [os.fsdecode(path) for path in fields[place + 1 : place + 1 + count]]))
        place += 1 + count
    return found


def _empty_tree(root: str) -> str:
    return _EMPTY_TREE.get(git.object_format(root), _EMPTY_TREE["sha1"])
