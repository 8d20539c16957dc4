"""``planlint check --watch``: lint again whenever something changes, until Ctrl-C.

Each round is a full run, so that all consequences of a change are found: in other files of the plan, in references, in
what git lists. Only parsing is saved: unchanged documents are reused from the round before.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from linter.cli.exit_codes import usage_error
from linter.cli.output_targets import print_message
from linter.config.loader import ConfigError
from linter.engine.listing import SKIPPED, scan_folder
from linter.engine.stamped_source import StampedSource
from linter.rules.links import install_command
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from typing import Any, NoReturn

    Check = Callable[[Namespace, StampedSource], int]

DEBOUNCE, STEP = 400, 40  # milliseconds: changes within STEP of each other are merged, up to DEBOUNCE
_TEMPORARY = ("~", ".swp", ".swx", ".tmp", "/4913")  # editors create and remove them at every save
_CONFIGURING = (".toml", ".json", ".gitignore")
CLEAR = "\x1b[2J\x1b[H"
_REFUSED = ("staged", "since", "diff", "fix_only", "add_ignore", "show_files", "output_file")

_SINGLY = sys.platform == "linux"  # inotify needs a watch for each directory, and their number is limited


def run_watch(options: Namespace, check: Check) -> NoReturn:
    """Run *check* once and after each change, until KeyboardInterrupt. Raises ConfigError if it cannot watch."""
    _refuse(options)
    try:
        from watchfiles import watch
    except ImportError:
        problem = "--watch requires watchfiles, which is not installed"
        raise ConfigError([problem], install_command("watch")) from None
    missing = [path for path in options.paths if not os.path.exists(path)]
    if missing:
        raise ConfigError([f"{path}: no such file or directory" for path in missing])
    gc.enable()
    options.watch = False  # each round is a normal check
    tops = _tops(options)
    source = StampedSource()
    while True:
        folders = _folders(tops)
        changes = watch(
            *folders,
            recursive=not _SINGLY,
            watch_filter=_filter(tops, source),
            debounce=DEBOUNCE,
            step=STEP,
            rust_timeout=200,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        try:
            next(changes)  # start watching before the first round, so that no change is missed
        except FileNotFoundError:
            continue  # a directory was deleted meanwhile
        if folders != _folders(tops):
            continue
        _round(options, check, source)
        for changed in changes:
            if any(_is_new_folder(change, path) for change, path in changed):
                break  # a new directory must be watched too
            if changed:
                _round(options, check, source)


def _is_new_folder(change: Any, path: str) -> bool:
    return _SINGLY and change.name == "added" and os.path.isdir(path) and not os.path.islink(path)


def _folders(tops: list[str]) -> list[str]:
    """Return what to watch below *tops*: on Linux every directory, except those of package managers and other tools."""
    if not _SINGLY:
        return tops
    found = []
    for top in tops:
        folders = [top]
        while folders:  # not by os.walk, which recurses before Python 3.12
            folder = folders.pop()
            if not os.path.exists(os.path.join(folder, "pyvenv.cfg")):
                found.append(folder)
                folders += scan_folder(folder)[1]
    return sorted(found)


def _refuse(options: Namespace) -> None:
    for name in _REFUSED:
        if getattr(options, name):
            raise ConfigError([f"--watch cannot be used with --{name.replace('_', '-')}"])
    if "-" in options.paths:
        raise ConfigError(["--watch cannot be used with '-'"])


def _tops(options: Namespace) -> list[str]:
    """Return the directories to watch: the repositories of the named paths, with configuration and other plans."""
    from linter.system.git import find_root

    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in options.paths or ["."]]
    tops = {find_root(os.path.abspath(folder)) or os.path.abspath(folder) for folder in folders}
    tops.update(os.path.dirname(os.path.abspath(file)) for file in options.config or () if os.path.isfile(file))
    return sorted(top for top in tops if not any(top != other and _is_in(top, other) for other in tops))


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _filter(tops: list[str], source: StampedSource) -> Callable[[Any, str], bool]:
    """Return a filter for changes that may affect the result.

    These are changes of files that were read and of configuration, and any added or deleted file (a reference may name
    it), outside skipped directories.
    """

    def is_relevant(change: Any, path: str) -> bool:
        top = next((top for top in tops if _is_in(path, top)), "")
        parts = os.path.relpath(path, top).split(os.sep) if top else []
        if not SKIPPED.isdisjoint(parts) or path.endswith(_TEMPORARY):
            return False
        return change.name != "modified" or path.endswith(_CONFIGURING) or display_path(path) in source.paths

    return is_relevant


def _round(options: Namespace, check: Check, source: StampedSource) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()
    started = time.monotonic()
    try:
        code = check(options, source)
    except ConfigError as error:
        code = usage_error(error.problems, error.tip)
    sys.stdout.flush()
    if not options.quiet:
        what = {0: "no violations", 1: "found violations", 2: "Found errors that stop the run"}.get(code, "failed")
        print_message(f"{what} ({time.monotonic() - started:.2f} s); watching for file changes (Ctrl-C to stop)")
        sys.stderr.flush()
