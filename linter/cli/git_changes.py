"""``--staged`` and ``--since``."""

from __future__ import annotations

from linter.cli.session_choice import run_over
from linter.config.loader import ConfigError
from linter.engine.git_changes import GitComparison, StateError
from linter.system.git import GitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.config.loader import Configuration
    from linter.engine.session import LintSession
    from linter.system.git_snapshot import GitSnapshot


def lint_states(options: Namespace, configuration: Configuration) -> LintSession:
    """Lint what is staged, or what is new since a commit. Raises ConfigError."""
    name = "--staged" if options.staged else "--since"
    if options.fix or options.fix_only or options.diff or options.add_ignore:
        raise ConfigError(
            [f"{name} cannot be combined with fixes, which change the working copy; fix first, without {name}"]
        )
    if options.show_files:
        raise ConfigError([f"--show-files cannot be combined with {name}"])
    if "-" in options.paths:
        raise ConfigError([f"{name} cannot be combined with '-'"])

    def new(snapshot: GitSnapshot | None, baseline: str | None) -> LintSession:
        return run_over(snapshot, options, configuration, baseline)

    try:
        with GitComparison(options.paths or ["."], new) as states:
            if options.since is not None:
                return states.since(options.since, staged=options.staged)
            return states.staged()
    except (StateError, GitError) as error:
        raise ConfigError([str(error)]) from None
