"""References: the root, paths that escape it, and that nothing outside it is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Lint, closed, json_of, write
from tests.test_discovery import git

FOLDER = ".claude/progress/shop"
HEAD = "---\ntype: progress\nprd: shop\n"
MANIFEST = "feature_name: Shop\nfeature_slug: shop\nartifacts:\n- path: {path}\n  type: note\n"


def plan(reference: str, field: str = "prd_ref") -> str:
    return f"{HEAD}{field}: {reference}\ntasks: []\n---\n"


def found(lint: Lint, files: dict[str, str | bytes], **values: object) -> list[tuple[str, str]]:
    report = lint(files, select=["references"], ignore=["unknown-commit"], **values)
    return [(violation.rule, violation.data["target"]) for violation in report.violations]


@pytest.mark.parametrize(
    ("reference", "rule"),
    [
        ("docs/prd.md", None),
        ("/docs/prd.md", None),
        ("notes.md", None),
        ("../shop/notes.md", None),
        ("docs/prd.md#goals", None),
        ("docs/prd.md:12", None),
        ("https://example.com/prd.md", None),
        ("TBD", None),
        ("[PRD_PATH]", None),
        ("N/A", None),
        ("see the wiki", None),
        ("docs/other.md", "missing-reference"),
        ("/etc/passwd", "missing-reference"),
        ("../../../etc/passwd", "outside-root"),
        ("../../../../etc/passwd", "outside-root"),
    ],
)
def test_where_a_reference_of_a_plan_leads(lint: Lint, reference: str, rule: str | None) -> None:
    files: dict[str, str | bytes] = {
        "planlint.toml": "",
        "docs/prd.md": "",
        f"{FOLDER}/notes.md": "",
        f"{FOLDER}/phase-1-progress.md": plan(f"'{reference}'"),
    }
    assert [name for name, _ in found(lint, files)] == ([rule] if rule else [])


def test_the_same_file_missing_twice_is_one_violation(lint: Lint) -> None:
    text = plan("[a/x.md, a/x.md, a/y.md]", "context_files").replace("tasks:", "prd_ref: a/x.md\ntasks:")
    files: dict[str, str | bytes] = {"planlint.toml": "", f"{FOLDER}/p.md": text}
    assert sorted(found(lint, files)) == [("missing-reference", "a/x.md"), ("missing-reference", "a/y.md")]


def test_a_file_in_a_closed_directory_may_exist(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {"planlint.toml": "", "docs/prd.md": "", f"{FOLDER}/p.md": plan("docs/prd.md")}
    closed(monkeypatch, "docs")
    assert found(lint, files) == []


def test_without_a_root_nobody_knows_what_is_missing(lint: Lint) -> None:
    files: dict[str, str | bytes] = {f"{FOLDER}/p.md": plan("docs/prd.md"), f"{FOLDER}/q.md": plan("../../x.md")}
    assert found(lint, files) == []


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    repository, outside = tmp_path / "repository", tmp_path / "outside"
    write(tmp_path, {"outside/secret.md": "x", f"repository/{FOLDER}/a.md": plan("docs/secret.md")})
    write(repository, {f"{FOLDER}/b.md": plan("out/secret.md"), f"{FOLDER}/c.md": plan("out/nothing.md")})
    write(repository, {f"{FOLDER}/d.md": plan("inside.md"), "real.md": ""})
    try:
        (repository / "docs").mkdir()
        (repository / "docs/secret.md").symlink_to(outside / "secret.md")
        (repository / "out").symlink_to(outside, target_is_directory=True)
        (repository / "inside.md").symlink_to(repository / "real.md")
    except OSError:
        pytest.skip("links cannot be made here")
    git(repository, "init", "-q")
    violations = json_of("--select", "outside-root,missing-reference", cwd=repository)["violations"]
    assert [(v["rule"], os.path.basename(v["path"])) for v in violations] == [
        ("outside-root", "a.md"),
        ("outside-root", "b.md"),
        ("outside-root", "c.md"),  # whether it is there is not looked at
    ]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("notes.md", None),
        ("gone.md", "missing-reference"),
        ("../../../../x.md", "outside-root"),
        ("lib/cart.ts", None),  # from the root, as it names a folder
        ("./lib/cart.ts", None),
        ("lib/gone.ts", "missing-reference"),
        ("top.md", "missing-reference"),  # the file of that name at the root is another one
    ],
)
def test_artifacts_are_beside_their_manifest(lint: Lint, path: str, rule: str | None) -> None:
    files: dict[str, str | bytes] = {
        "planlint.toml": "",
        "work/shop/MANIFEST.yaml": MANIFEST.format(path=path),
        "work/shop/notes.md": "",
        "lib/cart.ts": "",
        "top.md": "",
    }
    assert [name for name, _ in found(lint, files)] == ([rule] if rule else [])


def test_unknown_commits(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    head = (tmp_path / ".git/refs/heads").iterdir().__next__().read_text().strip()
    commits = f"[{head}, '{head[:8]}', '{'0' * 39}1', soon, '#12']"
    write(tmp_path, {"shop/p.md": f"{HEAD}commit_refs: {commits}\ntasks: []\n---\n"})
    violations = json_of("--select", "unknown-commit", cwd=tmp_path)["violations"]
    assert [violation["data"]["commit"] for violation in violations] == ["0" * 39 + "1", "soon"]
