"""Terminal hyperlinks (OSC 8), and detection of terminals that support them.

Sources: egmontkob, "Hyperlinks in terminal emulators", and the rules of the npm package ``supports-hyperlinks``.
"""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAMS = {  # the first version with support, by TERM_PROGRAM
    "iTerm.app": (3, 1),
    "WezTerm": (20200620,),
    "vscode": (1, 72),
    "Hyper": (2,),
    "tmux": (3, 4),
    "ghostty": (),
    "zed": (),
    "WarpTerminal": (),
    "terminology": (),
}
_TERMS = ("alacritty", "xterm-kitty", "xterm-ghostty", "foot")


def can_link(environment: Mapping[str, str]) -> bool:
    """Whether the terminal of *environment* supports hyperlinks; FORCE_HYPERLINK (``0``: no) has precedence."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if environment.get("CI") or environment.get("TEAMCITY_VERSION"):
        return False
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if program in _PROGRAMS:
        return _version(environment.get("TERM_PROGRAM_VERSION", "")) >= _PROGRAMS[program]
    if term.startswith(("screen", "tmux", "dumb", "linux")):
        return False  # the other variables describe the outer terminal
    if environment.get("WT_SESSION") or environment.get("DOMTERM") or environment.get("KONSOLE_VERSION"):
        return True
    vte = environment.get("VTE_VERSION", "")
    return (vte.isdigit() and int(vte) > 5000) or term.startswith(_TERMS)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2])


def link(text: str, target: str) -> str:
    """Return the escaped *text* as a link to *target*, or *text* if the URL is not printable ASCII."""
    if not target or " " in target or not (target.isascii() and target.isprintable()):
        return text
    return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\"


def file_url(path: str) -> str:
    """Return the ``file:`` URL of *path* with the host name, so that terminals recognize remote files.

    Empty if the path is not valid.
    """
    from urllib.parse import quote

    try:
        name = quote(os.fsencode(os.path.abspath(path).replace(os.sep, "/")), safe="/:")
    except ValueError:
        return ""
    host = quote(os.uname().nodename, safe="") if hasattr(os, "uname") else ""
    return f"file://{host}{'' if name.startswith('/') else '/'}{name}"
