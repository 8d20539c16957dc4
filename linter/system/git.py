"""Queries to git, made so that no configuration of a repository can run a program."""

from __future__ import annotations

import os
import re

from linter.system.lazy_regex import lazy
from linter.system.paths import WINDOWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess

GIT_TIMEOUT_S = 60  # git would read a named pipe in the repository forever
# the settings through which reading the index can start a program
_SAFE = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
# set by git for hooks of its own repository (git rev-parse --local-env-vars)
_LOCAL = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES"
    " GIT_PREFIX GIT_NAMESPACE GIT_GRAFT_FILE GIT_SHALLOW_FILE"
).split()
_CLOSED = lazy(r"^warning: could not open directory '(.*?)/?': (.*)$", re.MULTILINE)
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

LINK, SUBMODULE = "120000", "160000"  # modes of entries that are not files
Entries = dict[str, tuple[str, str]]  # mode and object by path from the root


class GitError(Exception):
    """git failed or is not available; the message tells why."""


def find_root(folder: str) -> str | None:
    """Return the working tree that contains the absolute path *folder*: the nearest parent with a ``.git``."""
    while True:
        if os.path.lexists(f"{folder.rstrip(os.sep)}{os.sep}.git"):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def command(root: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line for a git query in the repository at *root*, and its environment.

    In a partial clone git would fetch missing objects through any program that the repository names, so no protocol is
    allowed. The variables that git sets for a hook are kept only for the repository of that hook. The working tree is
    *root* whatever the repository configures, and repositories above *root* are not used.
    """
    if WINDOWS:  # which would run a git.exe in the working directory; it reads this process's environment
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    fixed = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    environment = {**os.environ, **fixed, "GIT_CEILING_DIRECTORIES": os.path.dirname(root)}
    if not _stands_in(root):
        for name in _LOCAL:
            environment.pop(name, None)
    return ["git", *_SAFE, f"--work-tree={root}", *arguments], environment


def _stands_in(root: str) -> bool:
    return find_root(os.getcwd()) == root


def ask(root: str, *arguments: str, input: bytes | None = None) -> bytes:
    """Return the output of a git command. Raises GitError."""
    result = _run(root, *arguments, input=input)
    if result.returncode != 0:
        lines = result.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {result.returncode}"]
        raise GitError(f"git {arguments[0]}: {lines[0].removeprefix('fatal: ')}")
    return result.stdout


def _run(root: str, *arguments: str, input: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    line, environment = command(root, *arguments)
    source = input or b""  # None would inherit stdin
    try:
        return subprocess.run(
            line, cwd=root, env=environment, input=source, capture_output=True, check=False, timeout=GIT_TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} does not answer") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from None


def list_files(root: str) -> tuple[list[str], dict[str, str]] | None:
    """Return the files of the repository at *root*, tracked or untracked but not ignored.

    The second value maps the directories that git could not read to the reasons. None if git fails.
    """
    try:
        result = _run(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except GitError:
        return None
    if result.returncode != 0:
        return None
    closed = _CLOSED.findall(os.fsdecode(result.stderr)) if result.stderr else ()
    return _names(result.stdout), dict(closed)


def unknown_commits(root: str, commits: list[str]) -> set[str]:
    """Return those of *commits* (hashes, possibly abbreviated) that the repository at *root* does not contain."""
    text = "".join(f"{commit}^{{commit}}\n" for commit in commits)
    try:
        answers = ask(root, "cat-file", "--batch-check=%(objecttype)", input=text.encode()).decode().splitlines()
    except GitError:
        return set()
    if len(answers) != len(commits):
        return set()
    return {commit for commit, answer in zip(commits, answers, strict=True) if answer.endswith(" missing")}


def commit_of(root: str, ref: str) -> str | None:
    """Return the commit that *ref* names, or None. Raises GitError if git cannot be used at all."""
    if not ref or ref.startswith("-"):
        return None
    result = _run(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if result.returncode == 0:
        return result.stdout.decode().strip()
    _empty_tree(root)  # raises if git refuses to read the repository
    return None


def merge_base(root: str, commit: str) -> str | None:
    """Return the merge base of HEAD and *commit*, or None if there is none (or it was not fetched)."""
    result = _run(root, "merge-base", "HEAD", commit)
    return result.stdout.decode().strip() if result.returncode == 0 else None


def index_entries(root: str) -> tuple[Entries, list[str]]:
    """Return the entries of the index, and the paths with unresolved merges, which have our side. Raises GitError.

    The index is compared with an empty tree, because that leaves out files added with ``--intent-to-add``.
    """
    entries: Entries = {}
    unmerged = set()
    for status, mode, name, path in _changes(root, _empty_tree(root), "--no-renames"):
        if status == "U":
            unmerged.add(path[-1])
        else:
            entries[path[-1]] = mode, name
    if unmerged:
        entries.update(_our_sides(root))
    return entries, sorted(unmerged)


def _our_sides(root: str) -> Entries:
    """Return our side of each unresolved path, or else theirs."""
    sides: dict[str, dict[str, tuple[str, str]]] = {}
    for line in ask(root, "ls-files", "-z", "--unmerged").split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path:
            mode, name, stage = facts.decode().split(" ")
            sides.setdefault(os.fsdecode(path), {})[stage] = mode, name
    return {path: found.get("2") or found.get("3") or found["1"] for path, found in sides.items()}


def commit_entries(root: str, commit: str) -> Entries:
    """Return the entries of *commit*. Raises GitError."""
    entries: Entries = {}
    for line in ask(root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path:
            mode, _, name = facts.decode().split(" ")
            entries[os.fsdecode(path)] = mode, name
    return entries


class Changes:
    """The differences between the index and a commit. ``renames`` maps new to old paths."""

    def __init__(self) -> None:
        self.touched: set[str] = set()  # added, changed, renamed to
        self.gone: set[str] = set()  # deleted, renamed from, no longer a file
        self.renames: dict[str, str] = {}


def staged_changes(root: str, commit: str | None) -> Changes:
    """Return how the index differs from *commit* (None: from an empty tree). Raises GitError."""
    changes = Changes()
    base = commit or _empty_tree(root)
    try:
        found = _changes(root, base, "--find-renames")
    except GitError:  # in a partial clone the files to compare may be missing
        found = _changes(root, base, "--no-renames")
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


def _changes(root: str, base: str, renames: str) -> list[tuple[str, str, str, list[str]]]:
    """Return status letter, mode and object in the index, and paths (of a rename: old and new) of each difference."""
    options = ("--cached", "--raw", "-z", "--no-abbrev", "--ita-invisible-in-index", "--no-ext-diff", "--no-textconv")
    fields = ask(root, "diff-index", *options, "--ignore-submodules=none", renames, base, "--").split(b"\0")
    found = []
    place = 0
    while place + 1 < len(fields):
        _, mode, _, name, status = fields[place].decode().split(" ")
        count = 2 if status[0] in "RC" else 1
        found.append((status[0], mode, name, [os.fsdecode(path) for path in fields[place + 1 : place + 1 + count]]))
        place += 1 + count
    return found


def _empty_tree(root: str) -> str:
    kind = ask(root, "rev-parse", "--show-object-format").decode().strip()
    return _EMPTY_TREE.get(kind, _EMPTY_TREE["sha1"])


def _names(text: bytes) -> list[str]:
    return [os.fsdecode(name) for name in text.split(b"\0") if name]
