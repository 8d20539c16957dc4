"""``planlint clean``."""

from __future__ import annotations

from linter.cli.configuration import configuration
from linter.cli.exit_codes import OK
from linter.cli.output_targets import print_message
from linter.cli.session_choice import cache_folder
from linter.config.loader import ConfigError
from linter.engine.cache import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_clean(options: Namespace) -> int:
    """Delete the cache of the project of the working directory. Raises ConfigError."""
    from linter.engine.session import LintSession
    from linter.system.paths import relative

    workspace = LintSession(configuration(options)).workspace
    folder = cache_folder(options, workspace.settings(""), workspace.repository(""))
    try:
        is_gone = clean(folder, workspace.top_of(""))
    except OSError as error:
        reason = error.strerror or error
        raise ConfigError([f"the cache in {relative(folder)} cannot be deleted: {reason}"]) from None
    print_message(f"deleted {relative(folder)}" if is_gone else f"no cache in {relative(folder)}")
    return OK
