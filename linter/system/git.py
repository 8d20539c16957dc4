"""Queries to git, made so that no configuration of a repository can run a program."""

from __future__ import annotations

import os
import re
from functools import cache
from time import monotonic

from linter.system.lazy_regex import lazy
from linter.system.paths import WINDOWS
from linter.system.reading import is_below, lstat

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess

GIT_TIMEOUT_S = 60  # git would read a named pipe in the repository forever
RETRY_S = 600  # after which git that did not answer is asked again, by a language server
# reading the index can start programs only through these settings; so repositories of other owners are safe to read
_SAFE = (
    *("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.directory=*"),
)
LARGE_INDEX_BYTES = 1 << 20  # of some 10,000 files
_ABSENT_MARKERS = (os.path.join(".git", "info", "sparse-checkout"), ".gitmodules")
# set by git for hooks of its own repository (git rev-parse --local-env-vars)
_LOCAL = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES"
    " GIT_PREFIX GIT_NAMESPACE GIT_GRAFT_FILE GIT_SHALLOW_FILE"
).split()
# how git reads the paths that it is given; `git --literal-pathspecs commit` sets one of them for its hooks
_PATHSPECS = ("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
_HASH = lazy(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CLOSED = lazy(r"^warning: could not open directory '(.*?)/?': (.*)$", re.MULTILINE)


unanswered: dict[str, tuple[str, float]] = {}  # by root: why git is not asked again, and since when


class GitError(Exception):
    """git failed or is not available; the message tells why."""

    @property
    def is_no_repository(self) -> bool:
        """Whether git finds no repository, although something has the name of one."""
        return "not a git repository (or any" in str(self)


def find_root(folder: str) -> str | None:
    """Return the working tree that contains the absolute path *folder*: the nearest parent with a ``.git``.

    A working tree whose repository is elsewhere is known by GIT_DIR and GIT_WORK_TREE alone.
    """
    found = _find_dot_git(folder)
    if "GIT_DIR" in os.environ and (found is None or "GIT_WORK_TREE" in os.environ):
        tree = _tree_of_environment(os.getcwd(), os.environ["GIT_DIR"], os.environ.get("GIT_WORK_TREE"))
        if tree is not None and is_below(folder, tree) and len(tree) > len(found or ""):
            return tree
    return found


def _find_dot_git(folder: str) -> str | None:
    while True:
        if os.path.lexists(f"{folder.rstrip(os.sep)}{os.sep}.git"):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


@cache
def _tree_of_environment(directory: str, git_directory: str, tree: str | None) -> str | None:
    """Return the working tree that git variables name in *directory*, None if there is none."""
    if tree:
        return os.path.normpath(os.path.join(directory, tree))
    import subprocess

    from linter.system import git_process

    command = ["git", *_SAFE, f"--git-dir={git_directory}", "rev-parse", "--show-toplevel"]
    environment = {**os.environ, "PATH": _absolute_path()}
    try:
        result = git_process.answer(git_process.start(command, directory, environment), b"", GIT_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return os.fsdecode(result.stdout).rstrip("\n") or None if result.returncode == 0 else None


def may_have_absent_files(root: str) -> bool:
    """Whether files of the repository at *root* may not be on disk; a cheap look at what git leaves for it."""
    if any(os.path.exists(os.path.join(root, marker)) for marker in _ABSENT_MARKERS):
        return True
    return os.path.isfile(os.path.join(root, ".git"))  # of a linked working tree, whose settings are elsewhere


def command(root: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line for a git query in the repository at *root*, and its environment.

    In a partial clone git would fetch missing objects through any program that the repository names, so no protocol is
    allowed. The variables that git sets for a hook are kept only for the repository of that hook. The working tree is
    *root* whatever the repository configures, and repositories above *root* are not used.
    """
    if WINDOWS:  # which would run a git.exe in the working directory; it reads this process's environment
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    fixed = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C", "PATH": _absolute_path()}
    environment = {**os.environ, **fixed, "GIT_CEILING_DIRECTORIES": os.path.dirname(root)}
    for name in (*_PATHSPECS, *(() if _is_repository_here(root) else _LOCAL)):
        environment.pop(name, None)
    return ["git", *_SAFE, f"--work-tree={root}", *arguments], environment


def _absolute_path() -> str:
    """Return ``PATH`` without relative directories, which would be those of the repository."""
    path = os.environ.get("PATH", os.defpath)
    if WINDOWS:
        return path  # see ``command``
    return os.pathsep.join(filter(os.path.isabs, path.split(os.pathsep))) or os.devnull  # no directory


def _is_repository_here(root: str) -> bool:
    return find_root(os.getcwd()) == root


def ask(root: str, *arguments: str, input: bytes | None = None) -> bytes:
    """Return the output of a git command. Raises GitError."""
    result = _run(root, *arguments, input=input)
    _check(result, *arguments)
    return result.stdout


def _check(result: subprocess.CompletedProcess[bytes], *arguments: str) -> None:
    if result.returncode != 0:
        lines = result.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {result.returncode}"]
        raise GitError(f"git {arguments[0]}: {lines[0].removeprefix('fatal: ')}")


def _run(root: str, *arguments: str, input: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return _result(root, _start(root, *arguments), input or b"", arguments[0])  # None would inherit stdin


def _start(root: str, *arguments: str) -> subprocess.Popen[bytes]:
    from linter.system import git_process

    problem, since = unanswered.get(root, ("", 0.0))
    if problem and monotonic() < since + RETRY_S:
        raise GitError(problem)
    line, environment = command(root, *arguments)
    try:
        return git_process.start(line, root, environment)
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from None


def _result(root: str, process: subprocess.Popen[bytes], input: bytes, name: str) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    from linter.system import git_process

    try:
        return git_process.answer(process, input, GIT_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        problem = f"git {name} timed out"
        unanswered[root] = problem, monotonic()
        raise GitError(problem) from None


def list_files(root: str, *paths: str, is_tracked: bool = True) -> tuple[list[str], dict[str, str]]:
    """Return the files below *paths* (without any: all files) in the repository at *root* that are not ignored.

    These are tracked and untracked files; without *is_tracked* only untracked ones. The second value maps the
    directories that git could not read to the reasons. Raises GitError.
    """
    options = ("ls-files", "-z", "--others", "--exclude-standard", *(["--cached"] * is_tracked))
    only = (f":(top,literal){path}" for path in paths)
    result = _run(root, *options, "--", *only)
    _check(result, "ls-files")
    closed = _CLOSED.findall(os.fsdecode(result.stderr)) if result.stderr else ()
    return _names(result.stdout), dict(closed)


def tracked_files(root: str) -> list[str]:
    """Return the files in the index of the repository at *root*. Raises GitError."""
    return _names(ask(root, "ls-files", "-z", "--cached"))


def is_large(root: str) -> bool:
    """Whether the repository at *root* has so many files that a search for untracked ones takes long."""
    status = lstat(os.path.join(root, ".git", "index"))
    return status is not None and status.st_size > LARGE_INDEX_BYTES


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


def is_shallow(root: str) -> bool:
    """Whether the repository at *root* lacks the history before some commit. Raises GitError."""
    result = _run(root, "rev-parse", "--is-shallow-repository")
    return result.stdout.strip() == b"true"


def commit_of(root: str, ref: str) -> str | None:
    """Return the commit that *ref* names, or None. Raises GitError if git cannot be used at all."""
    if not ref or ref.startswith("-"):
        return None
    result = _run(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if result.returncode == 0:
        return _hash_in(result.stdout, "rev-parse")
    object_format(root)  # raises if git refuses to read the repository
    return None


def object_format(root: str) -> str:
    """Return the name of the hash that the repository uses. Raises GitError."""
    return ask(root, "rev-parse", "--show-object-format").decode().strip()


def merge_base(root: str, commit: str, other: str = "HEAD") -> str | None:
    """Return the merge base of *commit* and *other*, or None if there is none (or it was not fetched)."""
    result = _run(root, "merge-base", other, commit)
    return _hash_in(result.stdout, "merge-base") if result.returncode == 0 else None


def _hash_in(output: bytes, name: str) -> str:
    """Return the hash that git printed. Raises GitError if *output* of the command *name* is anything else."""
    found = output.decode("ascii", "replace").strip()
    if not _HASH.fullmatch(found):
        raise GitError(f"git {name}: unexpected output")
    return found


def _names(text: bytes) -> list[str]:
    return os.fsdecode(text).split("\0")[:-1]
