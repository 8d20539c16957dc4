"""The cache: results of earlier runs are used, and never when anything that they depend on has changed."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.config.loader import Configuration
from linter.engine import cache, signed_file, unit_session
from linter.engine import workers as jobs
from linter.engine.cached_session import CachedLintSession
from linter.engine.result import UnitResult
from linter.engine.workers import _fork, _spawn
from linter.model import clock
from linter.model.document_store import DocumentStore
from tests.conftest import planlint, write

PLAN = """---
type: progress
prd: {slug}
phase: {phase}
title: t
status: in_progress
created: {created}
total_tasks: {total}
completed_tasks: 0
plan_ref: {ref}
tasks:
- id: {id}
  status: pending
  dependencies: [{needs}]
- id: {other}
  status: pending
  dependencies: []
parallelization:
  batch_1: [{other}]
  batch_2: [{id}]
---
{body}
"""
BOARD = "---\nid: task-{number}\ntitle: t\nstatus: {status}\ndependencies: [task-{needs}]\n---\n"
MANIFEST = "project: p\ntype: mcp\nphases:\n  - phase: 1\n    status: complete\n    schema_file: {ref}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory; the user's key is kept next to it."""
    monkeypatch.delenv("PLANLINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def plans(folder: Path, count: int = 30) -> None:
    write(folder, {f"d{number % 5}/p{number}-progress.md": plan(number) for number in range(count)})


def plan(number: int, **facts: str) -> str:
    values = {
        "slug": f"s{number % 5}", "phase": str(number), "created": "2026-01-05", "total": "2", "ref": "docs/a.md",
        "id": f"T{number}", "needs": f"T{number}b", "other": f"T{number}b", "body": "",
    }  # fmt: skip
    return PLAN.format(**{**values, **facts})


def linted(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", "--output-format", "json", *arguments])
    return code, *capsys.readouterr()


def linted_units(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The units that are linted from now on, and not taken from the cache."""
    seen: list[tuple[str, ...]] = []
    judge = CachedLintSession.lint_unit

    def noted(self: CachedLintSession, paths: tuple[str, ...]) -> UnitResult:
        seen.append(paths)
        return judge(self, paths)

    monkeypatch.setattr(CachedLintSession, "lint_unit", noted)
    return seen


def test_what_is_known_is_not_checked_again(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans(folder)
    first = linted(capsys, "--jobs", "1")
    seen = linted_units(monkeypatch)
    assert linted(capsys, "--jobs", "1") == first
    assert seen == []
    write(folder, {"d3/p3-progress.md": plan(3, total="7")})
    assert linted(capsys, "--jobs", "1") != first
    assert {path.split("/")[0] for paths in seen for path in paths} == {"d3"}
    assert linted(capsys, "--jobs", "1") == linted(capsys, "--no-cache", "--jobs", "1")


class World:
    """A small repository that changes at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        for number in range(24):
            self.write(number)

    def write(self, number: int) -> None:
        dice = self.dice
        suppressed = f"# planlint: ignore[count-mismatch]; until=2026-0{dice.randint(1, 3)}-01" * dice.randint(0, 1)
        text = plan(
            number,
            slug=f"s{dice.randint(0, 2)}",
            total=f"{dice.randint(1, 3)} {suppressed}",
            needs=f"T{dice.randint(0, 30)}",
            id=f"T{dice.randint(0, 26)}",
            ref=f"docs/{dice.choice('ab')}.md",
            created=dice.choice(["2026-01-05", "2026-02-20", "2026-02-30"]),
        )
        text = dice.choice([text] * 9 + ["no plan", "---\ntype: progress\ntasks: [\n---\n"])
        write(self.folder, {f"d{number % 4}/p{number}-progress.md": text})

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*.md") if ".planlint_cache" not in path.parts)

    def change(self) -> None:
        dice = self.dice
        getattr(self, dice.choice("edit edit edit delete rename reference settings board manifest bytes".split()))()

    def edit(self) -> None:
        self.write(self.dice.randint(0, 29))

    def delete(self) -> None:
        files = self.files()
        if len(files) > 22:
            self.dice.choice(files).unlink()

    def rename(self) -> None:
        file = self.dice.choice(self.files())
        target = self.folder / f"d{self.dice.randint(0, 4)}" / file.name
        target.parent.mkdir(exist_ok=True)
        file.replace(target)

    def reference(self) -> None:
        target = self.folder / "docs" / f"{self.dice.choice('ab')}.md"
        if target.exists():
            target.unlink()
        else:
            write(target.parent, {target.name: "text"})

    def settings(self) -> None:
        line = self.dice.choice(["", 'preset = "strict"', 'ignore = ["counts"]', 'exclude = ["d1/**"]'])
        place = self.dice.choice(["planlint.toml", "d2/planlint.toml"])
        write(self.folder, {place: line + "\n"})

    def board(self) -> None:
        number, needs = self.dice.randint(1, 3), self.dice.randint(1, 4)
        status = self.dice.choice(["To Do", "Done", "Gone"])
        write(
            self.folder,
            {f"backlog/tasks/task-{number} - t.md": BOARD.format(number=number, needs=needs, status=status)},
        )
        write(self.folder, {"backlog/config.yml": f"statuses: [To Do, {self.dice.choice(['Done', 'Gone'])}]\n"})

    def manifest(self) -> None:
        write(self.folder, {"d0/MANIFEST.yaml": MANIFEST.format(ref=self.dice.choice(["a.json", "p0-progress.md"]))})

    def bytes(self) -> None:
        file = self.dice.choice(self.files())
        file.write_bytes(file.read_bytes() + self.dice.choice([b"\xff", b"\0", b"\n"]))


@pytest.mark.parametrize("seed", range(3))
def test_a_warm_run_reports_what_a_cold_one_reports(
    folder: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".git").mkdir()
    world = World(folder, seed)
    for step in range(18):
        for _ in range(world.dice.randint(0, 3)):
            world.change()
        options = ["--now", world.dice.choice(["2026-01-15T00:00:00Z", "2026-02-15T00:00:00Z"]), "--jobs", "1"]
        options += world.dice.choice([[], ["--select", "all"]])
        warm = linted(capsys, *options)
        assert warm == linted(capsys, "--no-cache", *options), step


@pytest.mark.parametrize("start", [_fork, _spawn])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_two_processes_report_what_one_reports(
    folder: Path, start: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "can_fork", lambda: start is _fork)
    World(folder, 7).settings()
    one = linted(capsys, "--no-cache", "--jobs", "1", "--select", "all")
    seen = linted_units(monkeypatch)
    assert linted(capsys, "--no-cache", "--jobs", "2", "--select", "all") == one
    assert 0 < len(seen) < 4, "the other process judges some of the directories"
    assert linted(capsys, "--jobs", "3", "--select", "all") == one
    del seen[:]
    assert linted(capsys, "--jobs", "3", "--select", "all") == one
    assert seen == [], "what other processes found is kept too"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.parametrize("start", [_fork, _spawn])
def test_a_process_that_dies_is_reported(
    folder: Path, start: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans(folder)
    monkeypatch.setattr(jobs, "can_fork", lambda: start is _fork)
    own, judge = os.getpid(), CachedLintSession.lint_unit

    def dies(self: CachedLintSession, paths: tuple[str, ...]) -> UnitResult:
        if os.getpid() != own:
            os.kill(os.getpid(), 9)
        return judge(self, paths)

    monkeypatch.setattr(CachedLintSession, "lint_unit", dies)
    if start is _spawn:
        monkeypatch.setattr("sys.executable", "/bin/false")
    code, out, err = linted(capsys, "--jobs", "2")
    assert code == 3
    assert ("ended by signal 9" if start is _fork else "ended with exit code 1") in err
    assert '"violations"' in out


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:60],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"planlint cache 1\n" + bytes(32) + data[49:],
    ],
)
def test_a_damaged_or_foreign_cache_is_not_believed(
    folder: Path, spoil: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans(folder)
    first = linted(capsys, "--jobs", "1")
    (file,) = (folder / ".planlint_cache").glob("*.cache")
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    seen = linted_units(monkeypatch)
    assert linted(capsys, "--jobs", "1") == first
    assert len(seen) == 5


def test_another_users_cache_is_not_believed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans(folder)
    linted(capsys, "--jobs", "1")
    shutil.rmtree(folder.parent / "home")
    seen = linted_units(monkeypatch)
    linted(capsys, "--jobs", "1")
    assert len(seen) == 5


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_a_key_that_others_can_read_is_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    linted(capsys)
    shutil.rmtree(folder / ".planlint_cache")
    (folder.parent / "home" / "planlint" / "key").chmod(0o644)
    linted(capsys)
    assert not (folder / ".planlint_cache").exists()


def test_where_nothing_can_be_written_nothing_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    (folder / "file").write_text("")
    expected = linted(capsys, "--no-cache")
    assert linted(capsys, "--cache-dir", "file") == expected
    assert linted(capsys, "--cache-dir", ".git/cache") == expected
    assert not (folder / ".git").exists()


def test_where_it_is(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    plans(folder)
    write(folder, {"planlint.toml": 'cache-dir = "configured"\n'})
    linted(capsys)
    assert list((folder / "configured").glob("*.cache"))
    assert (folder / "configured" / ".gitignore").read_text() == "*\n"
    monkeypatch.setenv("PLANLINT_CACHE_DIR", "variable")
    linted(capsys)
    assert list((folder / "variable").glob("*.cache"))
    linted(capsys, "--cache-dir", "option")
    assert list((folder / "option").glob("*.cache"))
    monkeypatch.setenv("PLANLINT_NO_CACHE", "1")
    linted(capsys, "--cache-dir", "none")
    assert not (folder / "none").exists()


def test_clean_deletes_what_is_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    linted(capsys)
    linted(capsys, "--cache-dir", "shared")
    write(folder, {"shared/other.cache": "not ours"})
    assert main(["clean"]) == 0
    assert not (folder / ".planlint_cache").exists()
    assert main(["clean", "--cache-dir", "shared"]) == 0
    assert not list((folder / "shared").glob("planlint-*"))
    assert (folder / "shared" / "other.cache").exists()
    capsys.readouterr()
    assert main(["clean"]) == 0
    assert "no cache in .planlint_cache" in capsys.readouterr().err


def test_clean_leaves_what_only_looks_like_a_file_of_the_cache(folder: Path) -> None:
    plans(folder)
    theirs = ["roadmap.planlint", ".roadmap.0.planlint", "planlint-notes.cached.md", "planlint-x.cache/deep.cache"]
    write(folder, {"planlint.toml": "cache-dir = 'docs'\n", **{f"docs/{name}": "mine" for name in theirs}})
    write(folder, {"docs/.planlint-1.cache.0.planlint": "of a killed run"})
    assert main(["clean"]) == 0
    assert sorted(path.relative_to(folder / "docs").as_posix() for path in (folder / "docs").rglob("*.*")) == sorted(
        [*theirs, "planlint-x.cache"]
    )


@pytest.mark.parametrize("operation", ["unlink", "rmdir"])
def test_two_that_clean_at_once_are_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    plans(folder)
    main([])
    real = getattr(os, operation)

    def late(path: str) -> None:
        real(path)
        real(path)  # as if another process had been faster

    monkeypatch.setattr(os, operation, late)
    assert main(["clean"]) == 0
    assert not (folder / ".planlint_cache").exists()


def test_clean_deletes_the_directory_that_a_killed_clean_left(folder: Path) -> None:
    (folder / ".planlint_cache").mkdir()
    (folder / "other").mkdir()
    assert main(["clean"]) == main(["clean", "--cache-dir", "other"]) == 0
    assert not (folder / ".planlint_cache").exists() and (folder / "other").exists()


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize("is_repository", [True, False])
def test_nothing_is_written_or_deleted_through_a_link_that_leads_out(
    folder: Path, capsys: pytest.CaptureFixture[str], *, is_repository: bool
) -> None:
    plans(folder)
    if is_repository:
        (folder / ".git").mkdir()
    outside = folder.parent / "outside"
    write(outside, {"planlint-1.cache": "another project's"})
    (folder / ".planlint_cache").symlink_to(outside)
    linted(capsys)
    assert main(["clean"]) == 2
    assert "outside of" in capsys.readouterr().err
    assert [path.name for path in outside.iterdir()] == ["planlint-1.cache"]


@pytest.mark.parametrize("home", ["c", "~"])
def test_a_key_that_the_project_may_have_brought_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setattr(signed_file, "user_cache", lambda: str(folder / home) if home == "c" else home)
    write(folder, {f"{home}/planlint/key": "k" * 32})
    (folder / home / "planlint" / "key").chmod(0o600)
    assert not cache.Store(str(folder / ".planlint_cache"), str(folder)).is_usable


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_key_that_is_a_pipe_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_file, "user_cache", lambda: str(folder.parent))
    (folder.parent / "planlint").mkdir(exist_ok=True)
    os.mkfifo(folder.parent / "planlint" / "key", 0o600)
    assert not cache.Store(str(folder / ".planlint_cache"), str(folder)).is_usable


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_key_that_is_reached_through_a_link_of_the_project_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / ".cache").symlink_to("../elsewhere")
    monkeypatch.setattr(signed_file, "user_cache", lambda: str(folder / ".cache"))
    assert not cache.Store(str(folder / ".planlint_cache"), str(folder)).is_usable
    assert list((folder.parent / "elsewhere").iterdir()) == []


def test_what_nobody_asks_for_is_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT_FOR", 3)
    for number in range(6):
        store = cache.Store(str(folder / "c"))
        store.get(b"used", b"state")
        store.put(b"used" if not number else b"%d" % number, b"state", [number])
        store.save()
    store = cache.Store(str(folder / "c"))
    assert store.get(b"used", b"state") == [0]
    assert store.get(b"1", b"state") is None
    assert store.get(b"5", b"state") == [5]
    assert store.get(b"5", b"other") is None


def test_a_hook_with_few_files_keeps_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder, 3)
    linted(capsys, "d0/p0-progress.md", "d1/p1-progress.md")
    assert not (folder / ".planlint_cache").exists()


def test_files_that_change_after_another_process_checked_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plans(folder)
    write(folder, {f"d{number}/p{number}-progress.md": plan(number, total="9") for number in range(4)})
    names = [f"d{number}/p{number}-progress.md" for number in range(4)]
    judge = CachedLintSession._lint_units

    def changed(self: CachedLintSession, some: list[tuple[str, ...]]) -> list[UnitResult]:
        found = judge(self, some)
        self._store = self._project = None  # one process has read the files of another
        Path(names[0]).unlink()
        Path(names[1]).unlink()
        Path(names[1]).mkdir()
        write(folder, {names[2]: "---\ntype: progress\nprd: a\n---\n", names[3]: b"\xff"})
        return found

    before = json.loads(linted(capsys, "--no-cache", "--jobs", "1")[1])["violations"]
    assert {violation["path"] for violation in before} >= set(names)
    monkeypatch.setattr(CachedLintSession, "_lint_units", changed)
    others = [f"--output-format={output}=out.{output}" for output in ("text", "sarif", "github", "gitlab", "rdjson")]
    code, out, err = linted(capsys, "--no-cache", "--jobs", "2", *others)
    assert (code, err) == (1, "")
    after = [violation for violation in json.loads(out)["violations"] if violation["path"] in names]
    assert {violation["path"] for violation in after} <= set(names[1:3])
    assert {violation["rule"] for violation in after if violation["path"] == names[2]} == {"missing-field"}
    assert {violation["rule"] for violation in after if violation["path"] == names[1]} == {"unreadable-file"}


def test_jobs_are_numbers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    assert linted(capsys, "--jobs", "0")[0] == 2
    assert "expected a positive integer" in planlint("check", "--jobs", "many", cwd=folder).stderr


def test_the_outputs_that_need_documents_have_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    write(folder, {"d1/p1-progress.md": plan(1, total="9")})
    for name in ("sarif", "gitlab", "junit", "html", "markdown"):
        found = []
        for _ in range(3):
            main(["check", "--output-format", name, "."])
            found.append(capsys.readouterr().out)
        main(["check", "--no-cache", "--jobs", "1", "--output-format", name, "."])
        assert found == [capsys.readouterr().out] * 3


def test_a_second_run_makes_no_documents(folder: Path) -> None:
    """Nor does it import what reads YAML."""
    plans(folder)
    check = "import sys; from linter.cli.main import main; main(['check'])"
    command = f"{check}; print('linter.syntax.yaml_reader' in sys.modules)"
    import subprocess
    import sys

    for expected in ("True", "False"):
        result = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, encoding="utf-8")
        assert result.stdout.endswith(f"{expected}\n"), result.stderr


def test_the_time_is_one_for_all() -> None:
    state = clock.state()
    clock.restore(state)
    assert [clock.now()] == state
    assert Configuration().has_plugins is False


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_in_the_place_of_the_cache_is_not_waited_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    first = linted(capsys)
    (file,) = (folder / ".planlint_cache").glob("*.cache")
    file.unlink()
    os.mkfifo(file)
    assert linted(capsys) == first


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_link_leads_no_cache_out_of_the_repository(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    (folder / ".git").mkdir()
    outside = folder.parent / "outside"
    outside.mkdir()
    (folder / ".planlint_cache").symlink_to(outside)
    linted(capsys)
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_what_a_link_outside_holds_is_never_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans(folder)
    (folder / ".git").mkdir()
    write(folder.parent, {"secret-progress.md": plan(1, total="9")})
    link = folder / "d1" / "link-progress.md"
    link.symlink_to(folder / "d1" / "p1-progress.md")
    inside = linted(capsys, ".", "d1/link-progress.md")
    link.unlink()
    link.symlink_to(folder.parent / "secret-progress.md")
    outside = linted(capsys, ".", "d1/link-progress.md")
    assert outside != inside
    assert "outside of the repository" in outside[1]
    assert outside == linted(capsys, "--no-cache", ".", "d1/link-progress.md")


def test_a_second_process_is_started_where_it_pays() -> None:
    assert jobs._count([]) == jobs._count([10] * 50) == 1, "little to do"
    assert jobs._count([90_000_000, 5_000_000]) == 1, "one unit is nearly all"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    assert jobs._count([90_000_000] * 2) == min(cores, 2)


@pytest.mark.parametrize("options", [("--no-cache",), ()], ids=["no cache", "cold"])
def test_documents_are_freed_once_they_are_linted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    plans(folder)
    write(folder, {f"d{number}/p{number}-progress.md": plan(number, total="9") for number in range(0, 20, 3)})
    expected = linted(capsys, "--no-cache", "--jobs", "1", "--select", "all")
    freed: list[int] = []
    release = DocumentStore.release

    def counted(self: DocumentStore, paths: Iterable[str]) -> None:
        release(self, paths)
        freed.append(len(self._loaded))

    monkeypatch.setattr(DocumentStore, "release", counted)
    monkeypatch.setattr(unit_session, "MAX_KEPT_DOCUMENTS", 0)
    assert linted(capsys, *options, "--jobs", "1", "--select", "all") == expected
    assert freed
    assert freed[-1] == 0
