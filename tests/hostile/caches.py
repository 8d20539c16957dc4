"""Hostile caches, and directories that change while several processes lint them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.git_repository import CHECK, git, repository
from tests.hostile.project import PLAN

K = 1000
PLANS: dict[str, str | bytes] = {f"d{n % 3}/p{n}-progress.md": PLAN.replace("T9", f"U{n}") for n in range(30)}
FILE = f".planlint_cache/planlint-{sys.implementation.cache_tag}.cache"
MAGIC = b"planlint cache 1\n"
JOBS = [*CHECK, "--jobs", "2"]


def cases() -> Iterator[Case]:
    """Yield cases with enough plans for a cache and for several processes."""
    yield from _folders()
    yield from _files()
    yield from _settings()
    yield from _shared()


def _steps(*more: Step, as_mortal: bool = False) -> list[Step]:
    """Return runs with a cold cache, a warm cache, no cache, and its deletion; each finds all violations."""
    said = ("unknown-dependency",)
    lines = [[*CHECK, "--jobs", "1"], JOBS, [*CHECK, "--no-cache"]]
    steps = [Step(line, (1,), said, as_mortal=as_mortal) for line in lines]
    return [*steps, *more, Step(["clean"], (0, 1, 2), as_mortal=as_mortal), Step(JOBS, (1,), said, as_mortal=as_mortal)]


def _case(name: str, make: Callable[[Path], None], steps: list[Step] | None = None) -> Case:
    def odd(folder: Path) -> None:
        write(folder.parent, {"outside/CACHEDIR.TAG": "mine", "outside/a.txt": "mine"})
        repository(folder, PLANS)
        make(folder)

    return Case("cache", name, odd, steps or _steps(), _untouched)


def _untouched(folder: Path) -> str:
    outside = folder.parent / "outside"
    if sorted(os.listdir(outside)) != ["CACHEDIR.TAG", "a.txt"] or (outside / "a.txt").read_text() != "mine":
        return "something outside of the repository was changed"
    missing = [name for name in PLANS if not (folder / name).is_file()]
    return f"deleted: {missing[0]}" if missing else ""


def _folders() -> Iterator[Case]:
    """Yield cases with something else in place of the cache directory."""

    def link(target: str, folder: Path) -> None:
        (folder / ".planlint_cache").symlink_to(target)

    for name, target in (
        ("leads out", "../outside"),
        ("leads to nothing", "nothing/at/all"),
        ("leads to nothing outside", "../nothing"),
        ("leads to itself", ".planlint_cache"),
        ("leads to a device", "/dev/zero"),
        ("leads into .git", ".git"),
        ("leads to the plans", "d0"),
        ("leads to the root", "/"),
    ):
        yield _case(f"the folder {name}", partial(link, target))

    def pipe(folder: Path) -> None:
        os.mkfifo(folder / ".planlint_cache")

    def file(folder: Path) -> None:
        (folder / ".planlint_cache").write_bytes(b"x")

    def closed(mode: int, owner: int, folder: Path) -> None:
        (folder / ".planlint_cache").mkdir(mode)
        if os.geteuid() == 0:
            os.chown(folder / ".planlint_cache", owner, owner)

    def marks(folder: Path) -> None:
        cache = folder / ".planlint_cache"
        cache.mkdir()
        os.mkfifo(cache / "CACHEDIR.TAG")
        (cache / ".gitignore").symlink_to("/dev/zero")

    def full(folder: Path) -> None:
        (folder / ".planlint_cache").mkdir()
        for number in range(20 * K):
            (folder / ".planlint_cache" / f"planlint-{number}.cache").touch()

    yield _case("the folder is a pipe", pipe)
    yield _case("the folder is a file", file)
    yield _case("the folder cannot be written", partial(closed, 0o500, 0), _steps(as_mortal=True))
    yield _case("the folder is another user's", partial(closed, 0o700, 12345), _steps(as_mortal=True))
    yield _case("its marks are a pipe and a device", marks)
    yield _case("20,000 files", full)


def _files() -> Iterator[Case]:
    """Yield cases with something else in place of the cache file."""

    def content(parts: tuple[bytes, ...], size: int, folder: Path) -> None:
        write(folder, {FILE: b"".join(parts)})
        os.truncate(folder / FILE, size or (folder / FILE).stat().st_size)

    def link(target: str, folder: Path) -> None:
        (folder / ".planlint_cache").mkdir()
        (folder / FILE).symlink_to(target)

    def pipe(folder: Path) -> None:
        (folder / ".planlint_cache").mkdir()
        os.mkfifo(folder / FILE)

    def directory(folder: Path) -> None:
        (folder / FILE).mkdir(parents=True)

    def tracked(folder: Path) -> None:
        write(folder, {FILE: MAGIC + bytes(range(256)), ".planlint_cache/CACHEDIR.TAG": "x"})
        git(folder, "add", "-A", "-f")

    deep = b"[\x01\x00\x00\x00" * 100 * K  # lists in lists, as marshal writes them
    for name, parts, size in (
        ("is empty", (b"",), 0),
        ("is bytes", (bytes(range(256)) * K,), 0),
        ("has the wrong code", (MAGIC, bytes(32), deep), 0),
        ("is cut off", (MAGIC, bytes(9)), 0),
        ("is 1 GB", (MAGIC, bytes(32)), 1 << 30),
        ("is 127 MiB", (MAGIC, bytes(32)), 127 << 20),
    ):
        yield _case(f"the file {name}", partial(content, parts, size))
    for name, target in (("leads out", "../../outside/a.txt"), ("is endless", "/dev/zero"), ("loops", Path(FILE).name)):
        yield _case(f"the file {name}", partial(link, target))
    yield _case("the file is a pipe", pipe)
    yield _case("the file is a folder", directory)
    yield _case("the file came with the repository", tracked)


def _settings() -> Iterator[Case]:
    """Yield cases in which the configuration or the environment sets the cache directory."""

    def configured(value: str, folder: Path) -> None:
        write(folder, {"planlint.toml": f'cache-dir = "{value}"\n'})

    for name, value in (
        ("a step out", "../outside"),
        ("at the top", "/"),
        ("a device", "/dev/null"),
        ("NUL", "\\u0000"),
    ):
        refused = [Step(line, (2,), ("cache-dir",)) for line in (CHECK, JOBS, ["clean"])]
        yield _case(f"cache-dir {name}", partial(configured, value), refused)
    for name, value in (
        ("among the plans", "d0"),
        ("in .git", ".git/x"),
        ("here", "."),
        ("a plan", "d0/p0-progress.md"),
    ):
        yield _case(f"cache-dir {name}", partial(configured, value))
    for name, home in (
        ("a device", "/dev/null"),
        ("nothing", "/dev/null/x"),
        ("relative", "docs"),
        ("empty", ""),
    ):
        steps = [Step(step.arguments, step.codes, step.says, environment={"XDG_CACHE_HOME": home}) for step in _steps()]
        yield _case(f"the user's own folder is {name}", lambda folder: None, steps)
    for name, value in (("a pipe", "pipe"), ("a device", "/dev/zero"), ("NUL-like", "\u2028"), ("long", "x" * 5 * K)):
        steps = [Step([*JOBS, "--cache-dir", value], (1,)), Step(["clean", "--cache-dir", value], (0, 1, 2))]
        yield _case(f"--cache-dir {name}", lambda folder: os.mkfifo(folder / "pipe"), steps)


def _shared() -> Iterator[Case]:
    """Yield cases with hostile files in many directories, for two processes and for too many."""
    front = "---\ntype: progress\ntasks:\n- {id: T1, status: pending}\n"
    contents: dict[str, tuple[str | bytes, str]] = {
        "[ x 25,000": (f"{front}x: {'[' * 25 * K}\n---\n", "limit-exceeded"),
        "[] x 50,000": (f"{front}x: [{'[],' * 50 * K}]\n---\n", ""),
        "a list in itself": (f"{front}a: &a [*a]\n---\n", "limit-exceeded"),
        "bytes": (front.encode() + b"---\n\xff", "unreadable-file"),
        "tags of Python": (f"{front}x: !!python/object/apply:os.system ['touch ran']\n---\n", "syntax-error"),
        "10 MB on a line": (f"{front}---\n{'x' * 10 * K * K}", ""),
        "lone surrogates": (f'{front}x: "\\ud800"\nstatus: "\\udfff"\n---\n', ""),
    }
    for name, (content, rule) in contents.items():
        files: dict[str, str | bytes] = {f"d{n}/p-progress.md": content for n in range(24)}
        steps = [
            Step(JOBS, (1,), (f'"rule": "{rule}"',) if rule else ()),
            Step([*CHECK, "--jobs", "1"], (1,)),
            Step([*CHECK, "--jobs", "1024", "--no-cache"], (1,)),
            Step(["check", "--fix", "--jobs", "2"], (0, 1)),
        ]
        yield Case("processes", name, partial(write, files=files), steps)

    def odd(folder: Path) -> None:
        repository(folder, PLANS)
        for number, target in enumerate(("/dev/zero", "/etc", "..", "loop", "../d1/p1-progress.md")):
            (folder / "d0" / f"l{number}-progress.md").symlink_to(target)
        os.mkfifo(folder / "d1" / "f-progress.md")
        (folder / "d2" / "x-progress.md").mkdir()
        (folder / "d1" / "p1-progress.md").chmod(0)

    steps = [
        Step([*JOBS, *more], (1,), as_mortal=True) for more in ([], ["--no-gitignore"], ["--no-cache"], ["d0", "d1"])
    ]
    yield Case("processes", "links, pipes and closed files", odd, steps)
    for name, code in _RESTLESS.items():
        lines = [JOBS, JOBS, [*CHECK, "--no-cache"], ["check", "--fix", "--unsafe-fixes"], ["check", "--add-ignore"]]
        yield Case("processes", name, partial(_restless, code), [Step(line, (0, 1, 2)) for line in lines], _rest)


_RESTLESS = {
    "files come and go": "os.unlink(p) if os.path.exists(p) else open(p, 'w').write(t)",
    "files are cut off": "open(p, 'w').write(t[:random.randrange(len(t))])",
    "files become folders": (
        "(os.rmdir(p), open(p, 'w').write(t)) if os.path.isdir(p) else (os.unlink(p), os.mkdir(p))"
    ),
    "folders come and go": "d = os.path.dirname(p); os.rename(d, d + '~'); os.rename(d + '~', d)",
    "files become links": "os.unlink(p); random.random() < .5 and os.symlink('/dev/zero', p) or open(p, 'w').write(t)",
}
_running: dict[Path, subprocess.Popen[bytes]] = {}


def _restless(change: str, folder: Path) -> None:
    """Write plans that another process keeps changing, for half a minute at most."""
    repository(folder, PLANS)
    code = (
        "import glob, os, random, time\n"
        f"t = {PLAN!r}\nps = sorted(glob.glob('d*/*.md'))\nend = time.monotonic() + 30\n"
        "while time.monotonic() < end and os.path.isdir('.git'):\n"
        f"    p = random.choice(ps)\n    try:\n        {change}\n    except OSError:\n        pass\n"
        "    time.sleep(.001)\n"
    )
    _running[folder] = subprocess.Popen([sys.executable, "-c", code], cwd=folder, stderr=subprocess.DEVNULL)


def _rest(folder: Path) -> str:
    process = _running.pop(folder)
    process.kill()
    process.wait()
    return ""
