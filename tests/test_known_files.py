"""Files read by earlier runs are not opened again, and results do not change: each is compared with one by reading."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from benchmarks.inputs import plan
from linter.engine import known_files
from linter.engine.known_files import KnownFiles
from tests.conftest import planlint, write

NOTE = "---\ntitle: a note\n---\n\nIts tasks are in progress.\n"
FOLDERS = ("", "docs/", "docs/deep/er/", "work/tasks/", "progress/shop/", "é/")
RUNS = (("check", "."), ("check", "--staged"), ("check", "progress/shop/phase-1-progress.md"), ("check", "docs"))


@pytest.fixture(autouse=True)
def _keep_new_files(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what is known of files that were just written, too: each change in these tests changes the size."""
    monkeypatch.setattr(known_files, "SETTLED_NS", -(10**12))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("PLANLINT_NO_CACHE")


def git(folder: Path, *arguments: str) -> None:
    """Run git in *folder*, with filters that leave a trace if they run for planlint."""
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def unknown(text: str, id: str) -> str:
    """Return the plan *text* with a dependency on *id* in its last task."""
    before, dependencies, after = text.rpartition("dependencies: [")
    return f"{before}{dependencies}{id}, {after}"


class Repository:
    """A repository that changes at random; file contents never have the same size twice."""

    def __init__(self, top: Path, seed: int) -> None:
        self.top = top
        self.choose = random.Random(seed)
        self.count = 0
        git(top, "init", "--quiet", "--initial-branch=main")
        write(top, {".gitattributes": "*.md text eol=crlf\n", ".gitignore": "ignored*\n", "docs/a.ts": "x\n"})
        write(top, {"progress/shop/phase-1-progress.md": unknown(plan("shop", 1, 6), "TASK-404")})
        write(top, {"progress/shop/phase-2-progress.md": plan("shop", 2, 6), "docs/note.md": NOTE})
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message=first")

    def change(self) -> None:
        """Change one file, the index or the branch."""
        action = self.choose.choice((self.add, self.add, self.add, self.rename, self.stage, self.delete, self.commit))
        action()

    def add(self) -> None:
        """Write a new file, or another content to an existing one."""
        self.count += 1
        folder = self.choose.choice(FOLDERS)
        name = self.choose.choice(("note.md", "README.md", "x-progress.md", "ignored.md", "plan.markdown", "a.ts"))
        slug = self.choose.choice(("shop", "other"))
        texts = (
            NOTE + "x" * self.count,
            plan(slug, self.count, 4).replace("TASK-", self.choose.choice(("TASK-", "T-"))),
            unknown(plan(slug, self.count, 5), self.choose.choice(("TASK-404", f"TASK-{self.count - 1}.1"))),
            "---\ntype: progress\n---\n" + "y" * self.count,
            " " * self.count,
            f"# {self.count}\n",
        )
        write(self.top, {folder + name: self.choose.choice(texts)})

    def files(self) -> list[Path]:
        """Return all files outside of ``.git``."""
        found = (path for path in self.top.rglob("*") if path.is_file() and ".git" not in path.parts)
        return sorted(path for path in found if not path.name.startswith(".git") and "planlint" not in str(path.parent))

    def rename(self) -> None:
        """Give a file another name."""
        path = self.choose.choice(self.files())
        target = self.top / self.choose.choice(FOLDERS) / self.choose.choice(("moved.md", "moved-progress.md"))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)

    def stage(self) -> None:
        """Stage everything, or announce what is not tracked."""
        git(self.top, "add", *self.choose.choice((("--all",), ("--intent-to-add", "."))))

    def delete(self) -> None:
        """Delete a file."""
        files = self.files()
        if len(files) > 3:
            self.choose.choice(files).unlink()

    def commit(self) -> None:
        """Commit what is staged, and sometimes check out another branch."""
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--allow-empty", f"--message={self.count}")
        if self.choose.random() < 0.5:
            git(
                self.top,
                "checkout",
                "--quiet",
                "-B",
                f"b{self.choose.randrange(3)}",
                self.choose.choice(("HEAD", "HEAD~1")),
            )


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_is_that_of_reading_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    if seed % 2:  # results of few files are not kept otherwise
        monkeypatch.setattr("linter.engine.cached_session.MIN_FILES_FOR_CACHE", 1)
    top = tmp_path / "repository"
    top.mkdir()
    repository = Repository(top, seed)
    for _ in range(6):
        for _ in range(3):
            repository.change()
        for arguments in RUNS:
            known, read = (
                planlint(*arguments, "--output-format=json", *more, cwd=top)
                for more in ((f"--cache-dir={tmp_path / 'cache'}",), ("--no-cache",))
            )
            assert (known.returncode, known.stdout, known.stderr) == (read.returncode, read.stdout, read.stderr)


def test_a_filter_of_the_repository_is_not_run(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    top.mkdir()
    repository = Repository(top, 0)
    trace = tmp_path / "trace"
    for name in ("filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.fsmonitor"):
        git(top, "config", name, f"touch {trace}")
    write(top, {".gitattributes": "*.md filter=x diff=x\n"})
    repository.add()
    for arguments in RUNS:
        planlint(*arguments, f"--cache-dir={tmp_path / 'cache'}", cwd=top)
    assert not trace.exists()


def test_a_file_known_not_to_be_a_plan_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "repository"
    top.mkdir()
    Repository(top, 0)
    opened: list[str] = []
    from linter.system import reading

    original = reading._open

    def _open(path: str) -> int:
        opened.append(path)
        return original(path)

    monkeypatch.setattr(reading, "_open", _open)
    for _ in range(2):
        opened.clear()
        planlint("check", "progress/shop/phase-1-progress.md", f"--cache-dir={tmp_path / 'cache'}", cwd=top)
    assert not [path for path in opened if path.endswith("note.md")]


def test_a_file_that_may_still_be_written_to_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files, "SETTLED_NS", 2 * 10**9)
    known = KnownFiles(str(tmp_path / "cache"), None)
    recent = known._started - 10**9
    for times, is_kept in (((recent, 1), False), ((1, recent), False), ((1, 1), True)):
        stamp = ("note.md", 7, 7, *times)
        known.add_no_plan(stamp)
        assert known.is_no_plan(stamp) is is_kept


def test_the_cache_is_bounded_and_keeps_what_was_met_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files, "MAX_FILES", 3)
    cache = str(tmp_path / "cache")
    for number in range(5):
        known = KnownFiles(cache, None)
        assert number == 0 or known.is_no_plan(("0.md", "object"))
        known.add_no_plan((f"{number}.md", "object"))
        known.save()
    known = KnownFiles(cache, None)
    assert [number for number in range(5) if known.is_no_plan((f"{number}.md", "object"))] == [0, 3, 4]


def test_runs_over_disk_and_index_do_not_displace_what_the_other_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linter.engine.cached_session.MIN_FILES_FOR_CACHE", 1)  # else all files are read anyway
    top = tmp_path / "repository"
    top.mkdir()
    repository = Repository(top, 0)
    repository.add()
    write(top, {"progress/shop/phase-2-progress.md": unknown(plan("shop", 2, 7), "TASK-405")})
    git(top, "add", "--all")
    written = []
    for _ in range(3):
        for arguments in RUNS[:3]:
            planlint(*arguments, f"--cache-dir={tmp_path / 'cache'}", cwd=top)
        written.append({path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()})
    assert written[1] == written[2]
