"""The trees of a repository, that is index and commits, and how they differ."""

from __future__ import annotations

import os

from linter.system import git
from linter.system.reading import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_MERGE_HEADS_BYTES = 1 << 16
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

_INDEX = ("diff-index", "--cached", "--ita-invisible-in-index")
_VISIBLE = ("diff-index", "--cached", "--ita-visible-in-index")
_COMMITS = ("diff-tree", "-r")
LINK, SUBMODULE = "120000", "160000"  # modes of entries that are not files
Entries = dict[str, tuple[str, str]]  # mode and object by path from the root
Change = tuple[str, tuple[str, str], tuple[str, str], list[str]]


def merge_heads(root: str) -> list[str]:
    """Return the commits that an unfinished merge brings to HEAD. Raises GitError.

    git writes them to ``MERGE_HEAD`` once the merge has stopped, and before that names them in the environment of the
    hook ``pre-merge-commit``.
    """
    path = os.path.join(root, os.fsdecode(git.ask(root, "rev-parse", "--git-path", "MERGE_HEAD")).rstrip("\n"))
    heads = [name.removeprefix("GITHEAD_") for name in os.environ if name.startswith("GITHEAD_")]
    try:
        heads += read_regular(path, MAX_MERGE_HEADS_BYTES).decode("ascii", "replace").split()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise git.GitError(f"cannot read MERGE_HEAD: {(error.strerror or str(error)).lower()}") from None
    commits = (git.commit_of(root, head) for head in dict.fromkeys(heads))
    return [commit for commit in commits if commit is not None]


def index_entries(root: str, changes: Changes | None = None) -> tuple[Entries, list[str]]:
    """Return the entries of the index, and the paths with unresolved merges, which have our side. Raises GitError.

    Files added with ``--intent-to-add`` are left out. *changes*: those from HEAD, if they are known.
    """
    entries: Entries = {}
    sides: dict[str, dict[str, tuple[str, str]]] = {}
    rows = os.fsdecode(git.ask(root, "ls-files", "-z", "--stage")).split("\0")
    end = rows[0].find("\t") - 2  # of the object, whose length depends on the hash of the repository
    for row in rows:
        if row[end + 1 : end + 2] == "0":
            entries[row[end + 3 :]] = row[:6], row[7:end]
        elif row:
            sides.setdefault(row[end + 3 :], {})[row[end + 1]] = row[:6], row[7:end]
    for path in _only_intended(root, changes or staged_changes(root, git.commit_of(root, "HEAD"))):
        entries.pop(path, None)
    entries.update({path: found.get("2") or found.get("3") or found["1"] for path, found in sides.items()})
    return entries, sorted(sides)


def _only_intended(root: str, changes: Changes) -> Iterable[str]:
    """Return the paths in the index that ``--intent-to-add`` made: *changes* lack them, or have them as deleted."""
    visible = {paths[-1] for *_, paths in _changes(root, _VISIBLE, "--no-renames", changes.base)}
    return (visible - changes.before.keys()) | changes.absent


def entries_before(entries: Entries, changes: Changes) -> Entries:
    """Return the entries before the *changes* that led to *entries*."""
    before = dict(entries)
    for path, entry in changes.before.items():
        if entry is not None:
            before[path] = entry
        else:
            before.pop(path, None)
    return before


def absent_entries(root: str) -> tuple[dict[str, str], set[str]]:
    """Return the objects of the files outside of a sparse checkout by path, and the submodules. Raises GitError."""
    absent: dict[str, str] = {}
    submodules: set[str] = set()
    for line in git.ask(root, "ls-files", "-z", "-t", "--stage").split(b"\0"):
        attributes, _, path = line.partition(b"\t")
        if path:
            tag, mode, name, _ = attributes.decode().split(" ")
            if mode == SUBMODULE:
                submodules.add(os.fsdecode(path))
            elif tag == "S":
                absent[os.fsdecode(path)] = name
    return absent, submodules


def commit_entries(root: str, commit: str) -> Entries:
    """Return the entries of *commit*. Raises GitError."""
    entries: Entries = {}
    for line in git.ask(root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        attributes, _, path = line.partition(b"\t")
        if path:
            mode, _, name = attributes.decode().split(" ")
            entries[os.fsdecode(path)] = mode, name
    return entries


class Changes:
    """The differences between two trees. ``renames`` maps new to old paths."""

    def __init__(self) -> None:
        self.base = ""  # commit or tree
        self.before: dict[str, tuple[str, str] | None] = {}  # the entries that differ, None if there was none
        self.absent: set[str] = set()  # deleted, renamed from
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
    changes.base = states[0]
    try:
        found = _changes(root, command, "--find-renames", *states)
    except git.GitError:  # in a partial clone the files to compare may be missing
        found = _changes(root, command, "--no-renames", *states)
    for status, entry, _, paths in found:
        if status in "DR":
            changes.absent.add(paths[0])
        if status == "R":
            changes.before[paths[-1]] = None
        changes.before[paths[0]] = None if status in "AU" else entry
        if status == "U":
            continue
        if status in "DRT":
            changes.gone.add(paths[0])
        if status == "R":
            changes.renames[paths[1]] = paths[0]
        if status != "D":
            changes.touched.add(paths[-1])
    return changes


def _changes(root: str, command: tuple[str, ...], renames: str, *states: str) -> list[Change]:
    """Return status letter, old and new mode and object, and paths (of a rename: old and new) of each difference."""
    options = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", renames)
    fields = git.ask(root, *command, *options, *states, "--").split(b"\0")
    found = []
    position = 0
    while position + 1 < len(fields):
        old_mode, mode, old_name, name, status = fields[position].decode().removeprefix(":").split(" ")
        count = 2 if status[0] in "RC" else 1
        before, after = (old_mode, old_name), (mode, name)
        found.append(
            (status[0], before, after, [os.fsdecode(path) for path in fields[position + 1 : position + 1 + count]])
        )
        position += 1 + count
    return found


def _empty_tree(root: str) -> str:
    return _EMPTY_TREE.get(git.object_format(root), _EMPTY_TREE["sha1"])
