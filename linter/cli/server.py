"""``planlint server``: the language server, on the standard streams."""

from __future__ import annotations

import sys

from linter.cli.check import OK, USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run_server(_options: Namespace) -> int:
    """Serve an editor until it says goodbye."""
    try:
        from linter.lsp.server import make_server
    except ImportError as error:
        needed = "the server needs the extra 'lsp': pip install 'planlint[lsp]'"
        print(f"planlint: error: {needed} ({error})", file=sys.stderr)
        return USAGE
    make_server().start_io()
    return OK
