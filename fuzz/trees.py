"""Random trees of files: unusual names, depth, links, modes and states of git, and a command over them.

``python -m fuzz.trees --seconds N`` runs planlint in processes with limits of time and memory. The target ``trees``
does the same in one process, which atheris guides. An input is a program that makes a tree, a few bytes at a time.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fuzz.tree_parts import COMMANDS, CONTENTS, LINKS, NAMES

MAX_FILES = 60
SECRET = b"this is not part of the repository"


def build(data: bytes, folder: Path) -> list[str]:
    """Make the tree of *data* in ``folder/repo``, next to ``folder/outside``; return the commands to run over it."""
    outside = folder / "outside"
    outside.mkdir()
    (outside / "secret.md").write_bytes(SECRET)
    here = os.fsencode(folder / "repo")
    os.mkdir(here)
    bytes_ = iter(data)
    for step, _ in zip(_steps(bytes_), range(MAX_FILES), strict=False):
        with suppress(OSError, ValueError):  # entries that cannot be created are left out
            here = _make(step, here, folder)
    return [COMMANDS[byte % len(COMMANDS)] for byte in (data[:1] or b"\0") + data[-2:]]


def _steps(data: Iterator[int]) -> Iterator[tuple[int, int, int]]:
    while True:
        step = [byte for byte, _ in zip(data, range(3), strict=False)]
        if len(step) < 3:
            return
        yield step[0], step[1], step[2]


def _make(step: tuple[int, int, int], here: bytes, folder: Path) -> bytes:
    kind, name, content = step
    path = os.path.join(here, os.fsencode(NAMES[name % len(NAMES)]))
    text = CONTENTS[content % len(CONTENTS)].encode()
    if kind < 110:
        _write(path, text)
    elif kind < 150:
        os.mkdir(path)
        return path
    elif kind < 165:
        os.mkdir(path)
        for _ in range(content):
            path = os.path.join(path, b"d")
            os.mkdir(path)
        return path
    elif kind < 185:
        return os.path.dirname(here) if here != os.fsencode(folder / "repo") else here
    elif kind < 205:
        os.symlink(LINKS[content % len(LINKS)], path)
    elif kind < 210:
        os.mkfifo(path)
    elif kind < 220:
        _chmod(path, (0, 0o400, 0o200, 0o111, 0o7777)[content % 5])
    elif kind < 230:
        for number in range(content):
            _write(path + b"-%d-progress.md" % number, text)
    elif kind < 240:
        git = folder / "repo" / ".git"
        if not git.is_symlink() and not any((git / name).is_symlink() for name in ("objects", "refs")):
            for part in ("objects", "refs"):
                os.makedirs(git / part, exist_ok=True)
            _write(os.fsencode(git / "HEAD"), b"ref: refs/heads/main\n")
    else:
        os.link(path, path + b"-progress.md")
    return here


def _write(path: bytes, text: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW)  # never through a link or into a pipe
    try:
        os.write(handle, text)
    finally:
        os.close(handle)


def _chmod(path: bytes | str, mode: int) -> None:
    if not os.path.islink(path):
        os.chmod(path, mode)


def find_fault(folder: Path, code: int, text: str) -> str | None:
    """Return what a command must not have done, or None."""
    outside = folder / "outside"
    if sorted(os.listdir(outside)) != ["secret.md"] or (outside / "secret.md").read_bytes() != SECRET:
        return "a file outside of the repository was written"
    if sorted(set(os.listdir(folder)) - {"home"}) != ["outside", "repo"]:
        return "something was written next to the repository"
    if SECRET.decode() in text:
        return "a file outside of the repository was printed"
    if code not in (0, 1, 2):
        return f"exit code {code}"
    if "Traceback" in text or "[internal-error]" in text:
        return "a traceback"
    if any(entry.name == "RAN" or entry.name.endswith(".planlint") for entry in _entries(folder)):
        return "a temporary file was left, or a program was run"
    return None


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield everything below *folder*, without recursion: a tree may be deeper than Python's stack."""
    folders = [str(folder)]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        yield from entries
        folders += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]


def remove(folder: Path) -> None:
    """Delete the tree, whatever its modes."""
    for entry in _entries(folder):
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                _chmod(entry.path, 0o700)
    subprocess.run(["rm", "-rf", "--", str(folder)], check=False)  # shutil recurses


def trees(data: bytes) -> None:
    """No tree makes a command raise, or write or read outside of the repository."""
    import contextlib
    import io

    from linter.cli.main import main

    before = os.getcwd()
    folder = Path(tempfile.mkdtemp(prefix="tree-"))
    try:
        for command in build(data[:600], folder)[:2]:
            os.chdir(folder / "repo")
            streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2)]
            with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
                code = main(command.split())
            for stream in streams:
                stream.flush()
            text = "".join(stream.buffer.getvalue().decode() for stream in streams)
            fault = find_fault(folder, code, text)
            assert fault is None, f"{command}: {fault}: {text[-300:]}"
    finally:
        os.chdir(before)
        remove(folder)


def main(arguments: list[str] | None = None) -> int:
    """Run random trees until the time is over; keep what fails in OUT."""
    from tests.hostile.process import run

    parser = argparse.ArgumentParser(prog="python -m fuzz.trees", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("fuzz-out") / "findings" / "trees")
    options = parser.parse_args(arguments)
    end, number, runs, faults = time.monotonic() + options.seconds, options.seed, 0, 0
    while time.monotonic() < end:
        data = random.Random(number).randbytes(random.Random(-number).randrange(600))
        number += 1
        folder = Path(tempfile.mkdtemp(prefix="tree-"))
        try:
            for command in build(data, folder):
                ended = run(command.split(), folder / "repo", as_mortal=True)
                runs += 1
                fault = "it did not end" if ended.timed_out else find_fault(folder, ended.code, ended.text)
                if fault is not None:
                    faults += 1
                    options.out.mkdir(parents=True, exist_ok=True)
                    (options.out / f"{number}.bin").write_bytes(data)
                    print(f"{number}: {command}: {fault}: {ended.text[-300:]}", flush=True)
        finally:
            remove(folder)
    print(f"{number - options.seed} trees, {runs} runs, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
