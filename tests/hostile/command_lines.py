"""Hostile command lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.cases import Case, Step
from tests.hostile.documents import K
from tests.hostile.project import make_project


def cases() -> Iterator[Case]:
    """Yield cases of command lines, in a project with one plan."""
    plan = "docs/a-progress.md"
    lines: dict[str, tuple[list[str], tuple[int, ...]]] = {
        "NUL is impossible, but a newline is not": (["check", "a\nb.md"], (2,)),
        "a path of 5,000 characters": (["check", "x" * 5 * K], (2,)),
        "a path of 4,000 folders": (["check", "x/" * 2 * K], (2,)),
        "10,000 paths": (["check", *[plan] * 10 * K], (1,)),
        "stdin of bytes": (["check", "-", "--stdin-filename", plan], (0, 1)),
        "a stdin name that leads out": (["check", "-", "--stdin-filename", "../../../etc/x.md"], (0, 1)),
        "a stdin name of a folder": (["check", "-", "--stdin-filename", "docs"], (0, 1)),
        "an odd stdin name": (["check", "-", "--stdin-filename", ""], (0, 1, 2)),
        "an option file that is not there": (["@nothing"], (2,)),
        "an option file that is a device": (["@/dev/null"], (2,)),
        "an option file without end": (["@/dev/zero"], (2,)),
        "an option file that names itself": (["@options"], (0, 1, 2)),
        "an option file of bytes": (["@bytes"], (2,)),
        "deep inline configuration": (["check", "--config", "a = " + "[" * 50 * K], (2,)),
        "inline configuration of NUL": (["check", "--config", 'preset = "\\u0000"'], (2,)),
        "a configuration that is a device": (["check", "--config", "/dev/zero"], (2,)),
        "a configuration that is a folder": (["check", "--config", "docs"], (2,)),
        "a baseline that is a device": (["check", "--baseline", "/dev/zero"], (2,)),
        "a baseline that is a folder": (["check", "--baseline", "docs"], (2,)),
        "a baseline that is not there": (["check", "--baseline", "nothing"], (2,)),
        "an output that is a folder": (["check", "-o", "docs"], (2,)),
        "an output that cannot be": (["check", "--output-format", "json=/dev/null/x"], (2,)),
        "an output that is full": (["check", "--output-format", "json=/dev/full"], (2,)),
        "a time that is none": (["check", "--now", "9" * K], (2,)),
        "a time at the end": (["check", "--now", "9999-12-31T23:59:59-14:00", "--preset", "strict"], (0, 1, 2)),
        "a time at the beginning": (["check", "--now", "0001-01-01T00:00:00+14:00", "--preset", "strict"], (0, 1, 2)),
        "a severity without a level": (["check", "--severity", "="], (2,)),
        "a rule of 100 KB": (["check", "--select", "x" * 100 * K], (2,)),
        "a page that leads out": (["explain", "../../etc/passwd"], (2,)),
        "a schema that leads out": (["schema", "../../etc/passwd"], (2,)),
        "a task that is none": (["set", plan, "=", "--dry-run"], (2,)),
        "a status with a newline": (["set", plan, "T1=a\nb", "--dry-run"], (2,)),
        "a task of 100 KB": (["set", plan, "x" * 100 * K + "=done", "--dry-run"], (2,)),
        "a status of 100 KB": (["set", plan, "T1=" + "x" * 100 * K, "--dry-run"], (2,)),
        "a folder instead of a plan": (["set", "docs", "T1=done"], (2,)),
        "a device instead of a plan": (["set", "/dev/zero", "T1=done"], (2,)),
        "a device to check": (["check", "/dev/zero"], (0, 1, 2)),
        "a terminal to check": (["check", "/dev/tty", "/dev/null", "/dev/full"], (0, 1, 2)),
        "a memory to check": (["check", "/proc/self/mem", "/proc/self/environ"], (0, 1, 2)),
        "a baseline that is written outside": (["baseline", "create", "--baseline", "/dev/null/b.json"], (2,)),
        "a baseline over a folder": (["baseline", "create", "--baseline", "docs"], (2,)),
        "a baseline into a device": (["baseline", "create", "--baseline", "/dev/full"], (2,)),
    }
    files: dict[str, str | bytes] = {"options": "@options\n", "bytes": bytes(range(1, 256))}
    for name, (arguments, codes) in lines.items():
        stdin = bytes(range(256)) * K
        yield Case("command line", name, partial(make_project, files), [Step(arguments, codes, stdin=stdin)])
