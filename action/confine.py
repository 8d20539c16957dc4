"""Run a command that can write only below some directories: ``confine.py PATH... -- COMMAND...`` (Linux, Landlock).

Files are read as before, and the command cannot use TCP. Where the kernel does not offer Landlock, the command runs
unconfined: then planlint's own checks alone keep it from writing through links of a repository. Standard library only,
as it runs before anything is imported from elsewhere (https://docs.kernel.org/userspace-api/landlock.html).
"""

import ctypes
import os
import stat
import struct
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the numbers of the calls on every architecture
PR_SET_NO_NEW_PRIVS = 38
GET_VERSION = 1
PATH_BENEATH = 1
WRITE_FILE, REFER, TRUNCATE = 1 << 1, 1 << 13, 1 << 14
CHANGES = sum(1 << bit for bit in range(4, 13))  # create, delete, link
TCP = 0b11  # bind, connect


def confine(paths: list[str]) -> bool:
    """Let this process write only below *paths*; return False if the kernel cannot. Raises OSError."""
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


def main(arguments: list[str]) -> None:
    """Confine this process, and replace it by the command."""
    middle = arguments.index("--")
    if sys.platform == "linux" and not confine([*arguments[:middle], "/dev"]):
        print("planlint: this kernel has no Landlock, so the check is not confined", file=sys.stderr)
    os.execv(arguments[middle + 1], arguments[middle + 1 :])


if __name__ == "__main__":
    main(sys.argv[1:])
