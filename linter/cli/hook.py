"""``--hook``: what pre-commit and prek ask for, whichever way they were started."""

from __future__ import annotations

import os

from linter.cli.session_choice import run_for, run_over
from linter.config.loader import ConfigError
from linter.engine.git_changes import GitComparison, StateError
from linter.engine.hook_files import HookFiles
from linter.system.git import GitError, find_root
from linter.system.git_trees import index_entries
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from linter.config.loader import Configuration
    from linter.engine.session import LintSession
    from linter.system.git_snapshot import GitSnapshot

_RANGE = ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF")
_REFUSED = ("diff", "add_ignore", "show_files", "watch", "staged", "since")


def run_hook(options: Namespace, check: Callable[[Namespace], int]) -> int:
    """Fix the named files if asked to, then lint. Raises ConfigError.

    *check* does the rest of a run for its options. The return value is the exit code.
    """
    for name in _REFUSED:
        if getattr(options, name) or (name == "since" and options.since is not None):
            raise ConfigError([f"--hook cannot be combined with --{name.replace('_', '-')}"])
    if "-" in options.paths:
        raise ConfigError(["--hook cannot be combined with '-'"])
    options.force_exclude = True
    code = 0
    if (options.fix or options.fix_only) and options.paths:
        code = check(_with(options, hook=False, fix=False, fix_only=True))
    if options.fix_only:
        return code
    return max(code, check(_with(options, fix=False, reads_disk=options.fix or bool(os.environ.get("PRE_COMMIT")))))


def _with(options: Namespace, **values: object) -> Namespace:
    changed = type(options)(**vars(options))
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def lint_hook(options: Namespace, configuration: Configuration) -> LintSession:
    """Lint what pre-commit asks for. Raises ConfigError.

    That is the difference of two commits where it names them; what is staged, if all that it names is staged; else the
    files that it names, as they are on disk: there is no sign of ``--all-files`` but the names.
    """

    def new(snapshot: GitSnapshot | None, baseline: str | None) -> LintSession:
        return run_over(snapshot, options, configuration, baseline)

    hook = HookFiles(options.paths, reads_disk=options.reads_disk)
    start, end = (os.environ.get(name) for name in _RANGE)
    try:
        with GitComparison([find_root(os.getcwd()) or "."], new) as states:
            if start and end:
                return states.between(start, end, hook)
            if states.is_staged(options.paths):
                return states.staged(hook)
        return _lint_named(options, configuration, hook, states.root)
    except (StateError, GitError) as error:
        raise ConfigError([str(error)]) from None


def _lint_named(options: Namespace, configuration: Configuration, hook: HookFiles, root: str) -> LintSession:
    """Lint the named files as they are on disk; of what crosses files, what another process does not report."""
    tracked = [display_path(os.path.join(root, name)) for name in index_entries(root)[0]]
    is_part = hook.is_part(tracked) and hook.is_run_of(tracked)
    run = run_for(options, configuration, None)
    for path in options.paths:
        run.add_path(run.behind(path))
    if is_part:
        for path in sorted(set(tracked) - hook.names):
            if run.is_candidate(path) and run.workspace.exists(path):
                run.add_path(path)
    run.lint()
    if is_part:
        run.replace_violations(violation for violation in run.report.violations if violation.path in hook.names)
    return run
