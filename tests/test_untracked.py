"""In a large repository, git is asked only about what is next to tracked files, and what is listed is the same."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from linter.config.loader import Configuration
from linter.engine import known_files, untracked
from linter.engine.reading import is_candidate
from linter.engine.walks import Walks
from linter.system import git
from tests.conftest import write

FOLDERS = (
    "",
    "a/",
    "a/b/",
    "a/b/c/",
    "new/",
    "new/er/",
    "out/",
    "out/in/",
    "é \t/",
    "sub/",
    "clone/",
    ".venv/",
)
NAMES = ("x.md", "y.yaml", "z.ts", "planlint.toml", "ü.md", "out.md", "*.md", "-o.md")
IGNORED = ("out/\n", "*.md\n!x.md\n", "/new\n", "y.yaml\n!/a/\n", "# nothing\n", "a/*\n!a/b\n")


def run_git(folder: Path, *arguments: str, check: bool = True) -> None:
    """Run git in *folder*."""
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run([*command, *arguments], cwd=folder, check=check, capture_output=True)


def new_repository(folder: Path) -> None:
    """Create a repository with a commit in *folder*."""
    folder.mkdir(parents=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, {"x.md": "x\n"})
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message=first")


def listed(folder: str, cache: Path | None) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    """Return the files that a session lists in the repository at *folder*, by directory, and those that it walks."""
    walks = Walks(Configuration(), is_candidate)
    walks.cache = str(cache) if cache else None
    walks.load_known()
    listing = walks.git_listing(os.path.abspath(folder))
    assert listing is not None
    readable, every = (
        {name: sorted(set(files)) for name, files in found.items()} for found in (listing.readable, listing.folders)
    )
    files = walks.walk("" if folder == "." else folder).files
    walks.save_known()
    return readable, every, files


def change(top: Path, other: Path, choose: random.Random) -> None:
    """Change something at random in the repository at *top*; *other* is another repository."""
    folder = top / choose.choice(FOLDERS)
    paths = sorted(path for path in top.rglob("*") if ".git" not in path.parts)
    path = choose.choice(paths)
    match choose.randrange(12):
        case 0 | 1 | 2:
            if not folder.is_symlink() and not folder.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                name = choose.choice(NAMES)
                (folder / name).write_text("" if name.endswith(".toml") else "x\n")
        case 3:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text(choose.choice(IGNORED))
        case 4:
            run_git(top, "add", "--force", "--", os.path.relpath(path, top), check=False)
        case 5:
            run_git(top, "add", "--all", check=False)
        case 6:
            run_git(top, "rm", "-r", "--quiet", "--cached", "--", os.path.relpath(path, top), check=False)
        case 7:
            subprocess.run(["rm", "-rf", path], check=True)
        case 8:
            target = top / choose.choice(("moved", "moved.md", "a/moved.md"))
            if target.parent.is_dir() and not target.exists() and path not in target.parents:
                os.rename(path, target)
        case 9:
            if not (top / "link").exists() and not (top / "link").is_symlink():
                (top / "link").symlink_to(choose.choice(("a", "a/x.md", "nowhere", str(other))))
            elif (top / "link.md").is_symlink() or not (top / "link.md").exists():
                (top / "link.md").unlink(missing_ok=True)
                (top / "link.md").symlink_to("x.md")
        case 10:
            if not (top / "clone").exists():
                run_git(top, "clone", "--quiet", str(other), "clone")
        case 11:
            run_git(top, "submodule", "add", "--quiet", "--", str(other), "sub", check=False)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("seed", range(12))
def test_what_is_listed_is_what_git_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(known_files, "SETTLED_NS", -(10**12))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(untracked, "MAX_ASKED", 3 if seed % 3 == 2 else 100)
    choose = random.Random(seed)
    top, other = tmp_path / "top", tmp_path / "other"
    new_repository(top)
    new_repository(other)
    (top / "a" / "b").mkdir(parents=True)
    folder = choose.choice((".", "..", "../..")) if seed % 2 else "."
    monkeypatch.chdir(top / {".": ".", "..": "a", "../..": "a/b"}[folder])
    here = os.getcwd()
    for _ in range(40):
        change(top, other, choose)
        if not os.path.isdir(here):
            os.makedirs(here)
        os.chdir(here)
        monkeypatch.setattr(git, "LARGE_INDEX_BYTES", 1 << 40)
        expected = listed(folder, None)
        monkeypatch.setattr(git, "LARGE_INDEX_BYTES", 0)
        assert listed(folder, None) == expected
        assert listed(folder, tmp_path / "cache") == expected


def test_git_is_asked_only_about_what_is_not_tracked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "LARGE_INDEX_BYTES", 0)
    top = tmp_path / "top"
    new_repository(top)
    write(top, {"a/b/x.md": "x\n", "a/z.ts": "z\n", ".gitignore": "out/\n"})
    run_git(top, "add", "--all")
    write(top, {"a/b/y.md": "y\n", "out/in/y.md": "y\n", "new/er/y.md": "y\n", "a/y.ts": "y\n", ".venv/y.md": "y\n"})
    asked: list[tuple[str, ...]] = []
    list_files = git.list_files

    def record(root: str, *paths: str, is_tracked: bool = True) -> tuple[list[str], dict[str, str]]:
        asked.append(paths)
        return list_files(root, *paths, is_tracked=is_tracked)

    monkeypatch.setattr(git, "list_files", record)
    monkeypatch.chdir(top)
    walks = Walks(Configuration(), is_candidate)
    assert walks.walk("").files == ["a/b/x.md", "a/b/y.md", "new/er/y.md", "x.md"]
    assert asked == [("a/b/y.md", "new", "out")]
