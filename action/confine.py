"""Run a module of Python that can write only below some directories: ``confine.py PATH... -- MODULE ARGUMENT...``.

Files are read as before, and the module cannot use TCP. On Linux the kernel ensures that, also for programs that the
module starts (Landlock, https://docs.kernel.org/userspace-api/landlock.html). Where there is no Landlock, an audit hook
refuses the same (https://docs.python.org/3/library/audit_events.html): it sees every file that Python code opens,
creates, renames or deletes, with all links resolved, and no other program than git and Python is started. That is
enough against files and links of a repository, which is what planlint reads, but not against code.
``PLANLINT_NO_LANDLOCK=1`` uses the hook on Linux too. Standard library only, as it runs before all other imports.
"""

import ctypes
import errno
import os
import runpy
import stat
import struct
import sys
from collections.abc import Callable
from typing import Any

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the numbers of the calls on every architecture
PR_SET_NO_NEW_PRIVS = 38
GET_VERSION = 1
PATH_BENEATH = 1
WRITE_FILE, REFER, TRUNCATE = 1 << 1, 1 << 13, 1 << 14
CHANGES = sum(1 << bit for bit in range(4, 13))  # create, delete, link
TCP = 0b11  # bind, connect

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGED = {  # audit event: which of its arguments are the paths, and the descriptors of their directories
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
}
CHANGED_BEHIND_LINKS = {"os.truncate": -1, "os.chmod": 2, "os.chown": 3, "os.utime": 3, "os.setxattr": -1}
REFUSED = ("socket.connect", "socket.bind", "os.system", "os.exec", "os.posix_spawn", "os.startfile")
PROGRAMS = ("git", "git.exe")


def confine(paths: list[str], *, has_landlock: bool) -> None:
    """Let this process write only below *paths*. Raises OSError."""
    if not (has_landlock and _restricted([*paths, "/dev"])):
        sys.addaudithook(_hook([os.path.normcase(os.path.realpath(path)) for path in paths]))


def _restricted(paths: list[str]) -> bool:
    """Let the kernel refuse all writes but those below *paths*; return False if it cannot. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, 0, GET_VERSION)
    if version < 1:
        return False
    allowed = WRITE_FILE | CHANGES | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("QQ", allowed, TCP) if version >= 4 else struct.pack("Q", allowed)
    ruleset = _checked(libc.syscall(CREATE_RULESET, attributes, len(attributes), 0))
    for path in paths:
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        of_path = allowed if stat.S_ISDIR(os.fstat(handle).st_mode) else allowed & (WRITE_FILE | TRUNCATE)
        rule = struct.pack("=Qi", of_path, handle)
        _checked(libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0))
        os.close(handle)
    _checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked(libc.syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)
    return True


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def _hook(folders: list[str]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return a hook that raises PermissionError for all writes but those below *folders*."""

    def check(path: Any, directory: int | None, *, is_followed: bool) -> None:
        if isinstance(path, int):
            return  # open already
        name = os.fsdecode(path)
        if directory not in (-1, None) and not os.path.isabs(name):
            _refuse(name)
        parent, last = os.path.split(name)
        real = os.path.realpath(name) if is_followed else os.path.join(os.path.realpath(parent or "."), last)
        real = os.path.normcase(real)
        is_device = name == os.devnull or (os.name == "posix" and real.startswith("/dev/"))
        if not is_device and not any(real == one or real.startswith(one + os.sep) for one in folders):
            _refuse(name)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if arguments[2] & WRITES:
                check(arguments[0], None, is_followed=True)
        elif event in CHANGED:
            for at, directory in CHANGED[event]:
                check(arguments[at], arguments[directory], is_followed=False)
        elif event in CHANGED_BEHIND_LINKS:
            at = CHANGED_BEHIND_LINKS[event]
            check(arguments[0], arguments[at] if at >= 0 else None, is_followed=True)
        elif event == "subprocess.Popen":
            program = os.fsdecode(arguments[0] or arguments[1][0])
            if program != sys.executable and os.path.basename(program).lower() not in PROGRAMS:
                _refuse(program)
        elif event in REFUSED:
            _refuse(event)

    return hook


def _refuse(name: str) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)


def main(arguments: list[str]) -> None:
    """Confine this process, and run the module in it."""
    middle = arguments.index("--")
    confine(
        arguments[:middle],
        has_landlock=sys.platform == "linux" and os.environ.get("PLANLINT_NO_LANDLOCK", "") in ("", "0"),
    )
    sys.argv = arguments[middle + 1 :]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
