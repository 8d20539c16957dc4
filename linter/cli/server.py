"""``planlint server``: the language server, on the standard streams."""

from __future__ import annotations

from linter.cli.exit_codes import OK
from linter.config.loader import ConfigError
from linter.rules.links import install_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_server(_options: Namespace) -> int:
    """Serve an editor until it disconnects. Raises ConfigError if the extra is not installed."""
    try:
        from linter.lsp.server import make_server
    except ImportError as error:
        raise ConfigError([f"the language server requires the extra 'lsp' ({error})"], install_command("lsp")) from None
    make_server().start_io()
    return OK
