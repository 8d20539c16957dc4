"""Files known or seen at a first look not to be plans are not read as plans, and results are those of reading all."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.inputs import plan
from linter.engine import known_files, sources
from linter.engine.known_files import KnownFiles
from linter.engine.screening import may_be_plan
from linter.formats.reader import read_bytes
from linter.formats.registry import formats_for_path
from linter.syntax.nodes import Limits
from tests.conftest import planlint, write

if TYPE_CHECKING:
    from linter.config.settings import Settings

NOTE = "---\ntitle: a note\n---\n\nIts tasks are in progress.\n"
FOLDERS = ("", "docs/", "docs/deep/er/", "work/tasks/", "progress/shop/", "é/")
NAMES = (
    "note.md",
    "README.md",
    "x-progress.md",
    "ignored.md",
    "plan.markdown",
    "a.ts",
    "my tmpl-template.md",
    "\t.md",
    "\u00fc.md",
)
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
        actions = (self.add, self.add, self.add, self.add, self.rename, self.stage, self.delete, self.commit, self.hide)
        self.choose.choice(actions)()

    def add(self) -> None:
        """Write a new file, or another content to an existing one."""
        self.count += 1
        folder = self.choose.choice(FOLDERS)
        name = self.choose.choice(NAMES)
        slug = self.choose.choice(("shop", "other"))
        texts = (
            NOTE + "x" * self.count,
            plan(slug, self.count, 4).replace("TASK-", self.choose.choice(("TASK-", "T-"))),
            unknown(plan(slug, self.count, 5), self.choose.choice(("TASK-404", f"TASK-{self.count - 1}.1"))),
            "---\ntype: progress\n---\n" + "y" * self.count,
            " " * self.count,
            f"# {self.count}\n",
            f"\ufeff# {self.count}\n\n{plan(slug, 7, 2)}",
            f"<!-- {self.count} -->\n{plan(slug, 8, 2)}".replace("\n", "\r\n"),
            "\ufeff" + "\0" * self.count,
            plan(slug, 9, 2 + self.count % 3).encode("utf-16"),
            f"<<<<<<< {self.count}\n=======\n{plan(slug, 6, 2)}>>>>>>> b\n",
            f"<<<<<<< {'a' * self.count}\n=======\n>>>>>>> b\n",
            b"# caf\xe9 progress tasks\n" + b"-" * self.count,
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
        git(self.top, "add", "--sparse", *self.choose.choice((("--all",), ("--intent-to-add", "."))))

    def hide(self) -> None:
        """Let git take a tracked file as unchanged, or as not to be checked out, or list fewer directories."""
        path = str(self.choose.choice(self.files()))
        option = self.choose.choice(("--assume-unchanged", "--no-assume-unchanged", "--skip-worktree", "sparse"))
        arguments = (
            ("sparse-checkout", "set", "docs", "progress") if option == "sparse" else ("update-index", option, path)
        )
        subprocess.run(["git", *arguments], cwd=self.top, check=False, capture_output=True)  # fails if it is untracked

    def delete(self) -> None:
        """Delete a file."""
        files = self.files()
        if len(files) > 3:
            self.choose.choice(files).unlink()

    def commit(self) -> None:
        """Commit what is staged, and sometimes check out another branch."""
        git(self.top, "add", "--sparse", "--all")
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
    monkeypatch.setattr("linter.system.git.LARGE_INDEX_BYTES", 0)  # git lists tracked files first
    if seed % 2:  # results of few files are not kept otherwise
        monkeypatch.setattr("linter.engine.cached_session.MIN_FILES_FOR_CACHE", 1)
    top = tmp_path / "repository"
    top.mkdir()
    repository = Repository(top, seed)
    if seed % 3 == 1:  # in a linked working tree, with a repository in it
        git(top, "worktree", "add", "--quiet", "-b", "linked", "../linked")
        top = repository.top = tmp_path / "linked"
        git(top, "init", "--quiet", "docs/nested")
        write(top, {"docs/nested/a.md": NOTE, "docs/nested/b.md": plan("shop", 3, 3)})
        git(top / "docs" / "nested", "add", "--all")
        git(top / "docs" / "nested", "commit", "--quiet", "--message=nested")
    for _ in range(6):
        for _ in range(3):
            repository.change()
        for arguments in RUNS:
            runs = [
                planlint(*arguments, "--output-format=json", *more, cwd=top)
                for more in ((f"--cache-dir={tmp_path / 'cache'}",), ("--no-cache",))
            ]
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("linter.engine.screening.may_be_plan", lambda data: True)
                patch.setattr("linter.system.git.LARGE_INDEX_BYTES", 1 << 40)
                runs.append(planlint(*arguments, "--output-format=json", "--no-cache", cwd=top))
            known, looked_at, read = ((run.returncode, run.stdout, run.stderr) for run in runs)
            assert known == read
            assert looked_at == read


def test_no_plan_is_left_out_at_the_first_look() -> None:
    choose = random.Random(1)
    marks = ["---\n", "\ufeff", "\n", " ", "\0", "# a\n", "<!-- a -->\n", "```\n", "a", "\r\n", "--", "\xff"]
    signs = ["type: progress\n", "tasks:\n  - id: A\n    status: pending\n", "total_tasks: 1\n", plan("shop", 1, 1)]
    parts = [*marks, *signs, "<<<<<<< a\n", "=======\n", ">>>>>>> b\n"]
    found = 0
    for _ in range(20_000):
        text = "".join(choose.choices(parts, k=choose.randrange(9)))
        data = text.encode(choose.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")
        is_plan = read_bytes("docs/note.md", data, formats_for_path("docs/note.md"), Limits()) is not None
        found += is_plan
        assert may_be_plan(data) or not is_plan, data
    assert found > 1000


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

    original = reading.open_at_once

    def open_at_once(path: str) -> int:
        opened.append(path)
        return original(path)

    monkeypatch.setattr(reading, "open_at_once", open_at_once)
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


def test_a_plan_that_did_not_change_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = plans_of_one_directory(tmp_path, 30)
    opened: list[str] = []
    original = sources.DiskSource.content

    def content(self: sources.DiskSource, path: str, settings: Settings) -> bytes:
        opened.append(path)
        return original(self, path, settings)

    monkeypatch.setattr(sources.DiskSource, "content", content)
    for expected in (30, 0):
        opened.clear()
        planlint("check", ".", f"--cache-dir={tmp_path / 'cache'}", cwd=top)
        assert len(opened) == expected


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_plan_that_changes_once_its_digest_is_known_is_not_taken_for_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_deleted: bool
) -> None:
    top = plans_of_one_directory(tmp_path, 30)
    arguments = ("check", ".", "--output-format=json", f"--cache-dir={tmp_path / 'cache'}")
    planlint(*arguments, cwd=top)
    first, second = (top / "progress" / "shop" / f"phase-{number}-progress.md" for number in (1, 2))
    before = first.read_text()
    second.write_text(second.read_text() + "\n")  # so that its directory is linted again
    original = sources.DiskSource.content

    def content(self: sources.DiskSource, path: str, settings: Settings) -> bytes:
        if path.endswith(first.name):
            first.unlink() if is_deleted else first.write_text(unknown(plan("shop", 1, 6), "TASK-404"))
        return original(self, path, settings)

    with monkeypatch.context() as patch:
        patch.setattr(sources.DiskSource, "content", content)
        planlint(*arguments, cwd=top)
    first.write_text(before)
    warm, cold = planlint(*arguments, cwd=top), planlint(*arguments[:3], "--no-cache", cwd=top)
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout, cold.stderr)
    assert "TASK-404" not in cold.stdout


def plans_of_one_directory(folder: Path, count: int) -> Path:
    """Return a directory with *count* plans in one of its directories."""
    names = range(1, count + 1)
    write(folder / "top", {f"progress/shop/phase-{number}-progress.md": plan("shop", number, 6) for number in names})
    return folder / "top"
