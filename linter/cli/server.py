"""``planlint server``: the language server, on the standard streams."""

from __future__ import annotations

import errno
import os
import sys

from linter.cli.exit_codes import USAGE, VIOLATIONS
from linter.cli.stdin import open_stdin
from linter.config.loader import ConfigError
from linter.rules.links import install_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import BinaryIO, NoReturn


def run_server(_options: Namespace) -> int:
    """Serve an editor until it disconnects; return 1 if it ended the server without a request to shut down.

    Raises ConfigError if the extra is not installed, or stdin is closed.
    """
    try:
        from linter.lsp.server import make_server
    except ImportError as error:
        raise ConfigError([f"the language server requires the extra 'lsp' ({error})"], install_command("lsp")) from None
    stdout = getattr(sys.stdout, "buffer", None)
    if stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    server = make_server()
    server.start_io(open_stdin(), _Output(stdout))  # type: ignore[arg-type]
    return server.exit_code


class _Output:
    """The stream to the editor. A write that fails ends the process: pygls would report it there, again and again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.close = stream.close

    def write(self, data: bytes) -> None:
        """Write and flush *data*, or end the process."""
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError as error:
            _end(error)

    def flush(self) -> None:
        """Do nothing: nothing is left to write."""


def _end(error: OSError) -> NoReturn:
    """End the process, although another thread reads stdin."""
    if isinstance(error, BrokenPipeError):  # the editor closed the pipe
        os._exit(VIOLATIONS)
    try:
        sys.stderr.write(f"planlint: error: stdout cannot be written: {error.strerror}\n")
    finally:
        os._exit(USAGE)
