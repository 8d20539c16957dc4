"""``planlint clean``."""

from __future__ import annotations

from linter.cli.check import OK, USAGE, configuration
from linter.cli.output_targets import say
from linter.cli.session_choice import cache_folder
from linter.config.loader import ConfigError
from linter.engine.cache import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_clean(options: Namespace) -> int:
    """Delete the cache of the project that we stand in."""
    from linter.engine.session import LintSession
    from linter.system.paths import relative

    try:
        workspace = LintSession(configuration(options)).workspace
        folder = cache_folder(options, workspace.settings(""), workspace.repository(""))
        is_gone = clean(folder, workspace.top_of(""))
    except ConfigError as error:
        for problem in error.problems:
            say(f"error: {problem}")
        return USAGE
    except OSError as error:
        say(f"error: the cache in {relative(folder)} cannot be deleted: {error.strerror or error}")
        return USAGE
    say(f"{relative(folder)} is deleted" if is_gone else f"there is no cache in {relative(folder)}")
    return OK
