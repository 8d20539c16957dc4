"""``planlint schema``."""

from __future__ import annotations

from pathlib import Path

import linter.outputs
import linter.schema.definitions
from linter.cli.exit_codes import OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_schema(options: Namespace) -> int:
    """Print a stored schema (of a document kind or the JSON output), or that of the configuration."""
    if options.kind == "config":
        _print_config(options)
        return OK
    if options.kind == "output":
        path = Path(linter.outputs.__path__[0]) / "json.schema.json"
    else:
        path = Path(linter.schema.definitions.__path__[0]) / f"{options.kind}.json"
    print(path.read_text(encoding="utf-8"), end="")
    return OK


def _print_config(options: Namespace) -> None:
    """Print the schema with the rules of the configured plugins. Raises ConfigError."""
    from json import dumps

    from linter.cli.configuration import settings_here
    from linter.config.json_schema import config_schema
    from linter.config.loader import ConfigError

    try:
        registry = settings_here(options).registry
    except ConfigError as error:
        raise ConfigError(error.problems, "--isolated prints the schema without the rules of plugins") from None
    print(dumps(config_schema(registry), indent=2))
