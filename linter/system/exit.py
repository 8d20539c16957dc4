"""Fast end of the process."""

from __future__ import annotations

import atexit
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def exit_fast(code: int) -> NoReturn:
    """End the process with *code*, without freeing its memory.

    Exit handlers run and the streams are flushed, as by ``sys.exit``. Modules and objects are not freed one by one,
    which would take 7 to 10 ms of the 60 ms of a run over one plan. A process with other threads ends as usual. If a
    stream cannot be flushed, exit code 0 becomes 2.
    """
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except OSError:
            code = code or 2
    os._exit(code)
