"""The GitHub Action: its steps run as a runner would run them, in an environment like GitHub's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, write
from tests.runner import shown
from tests.test_hooks import OFFLINE

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
BASH = shutil.which("bash")
SHELLCHECK = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
TASK = "{{id: T1, status: pending, assigned_to: [a], dependencies: [{needs}]}}"
PLAN = f"---\ntype: progress\nprd: a\ntotal_tasks: {{total}}\ntasks:\n- {TASK}\n---\n"
CLEAN = PLAN.format(total=1, needs="")
BROKEN = PLAN.format(total=3, needs="T9")

needs_bash = pytest.mark.skipif(not BASH, reason="bash is not installed")


class Job:
    """A job on a machine like GitHub's: a checkout, files for outputs and summary, the outputs of steps so far."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "checkout"
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.summary = folder / "summary.md"
        self.outputs: dict[str, dict[str, str]] = {"python": {"python-path": sys.executable}}
        write(self.workspace, {".git/HEAD": ""})

    def run(self, id: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the step *id* of the action with *inputs*, ``_`` for ``-``."""
        step = STEPS[id]
        given = {name: str(entry.get("default", "")) for name, entry in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        output = self.temp / f"output-{id}"
        output.touch()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB", "PYTHON"))}
        environment |= {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "a/b",
            "GITHUB_SHA": "0" * 40,
            "RUNNER_TEMP": str(self.temp),
            "CI": "true",
        }
        for name, text in step["env"].items():
            environment[name] = EXPRESSION.sub(lambda match: self.value(match[1], given), text)
        assert step["shell"] == "bash"
        command = [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        result = subprocess.run(
            command, cwd=self.workspace, env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        self.outputs[id] = dict(line.split("=", 1) for line in lines)
        return result

    def value(self, expression: str, inputs: dict[str, str]) -> str:
        scope, *path = expression.split(".")
        return inputs[path[0]] if scope == "inputs" else self.outputs[path[0]][path[2]]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    job = Job(tmp_path)
    job.outputs["install"] = {"python": sys.executable}
    return job


def test_what_the_action_uses_is_pinned_by_hash_and_names_its_version() -> None:
    lines = [line for line in (ROOT / "action.yml").read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines and all(re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in lines)
    requirements = (ROOT / "action" / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w-]+)==[\w.]+[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)", requirements, re.M)
    assert len(pinned) == len(re.findall(r"^[a-z]", requirements, re.M))
    assert {"pyyaml", "python-frontmatter", "jsonschema", "hatchling"} <= {name for name, _ in pinned}


def test_no_input_is_written_into_the_text_of_a_shell() -> None:
    steps = [step for step in STEPS.values() if "run" in step]
    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])


def test_what_the_action_needs_is_what_planlint_needs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    assert (ROOT / "action" / "requirements.in").read_text(encoding="utf-8").split() == wanted
    lowest = [f"{name}=={version}" for name, version in (one.split(">=") for one in project["project"]["dependencies"])]
    tested = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.removesuffix(".0") for line in tested] == [line.removesuffix(".0") for line in lowest]


@pytest.mark.skipif(not SHELLCHECK, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing() -> None:
    scripts = [str(path) for path in (ROOT / "action").glob("*.sh")]
    found = subprocess.run([str(SHELLCHECK), *scripts, str(ROOT / ".ci" / "run")], capture_output=True, check=False)
    assert len(scripts) == 2 and found.returncode == 0, found.stdout.decode()


@needs_bash
def test_a_clean_repository(job: Job) -> None:
    write(job.workspace, {"plan.md": CLEAN})
    result = job.run("check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert {**job.outputs["check"], "json-file": ""} == {
        "exit-code": "0",
        "errors": "0",
        "warnings": "0",
        "json-file": "",
    }
    assert "no violations" in job.summary.read_text(encoding="utf-8")


@needs_bash
def test_a_broken_plan_is_annotated_summed_up_and_counted(job: Job) -> None:
    write(job.workspace, {"docs/my plan.md": BROKEN})
    result = job.run("check", sarif_file="reports/planlint.sarif", args="--preset strict --ignore shape")
    assert result.returncode == 1
    annotated = {(one.properties["file"], one.properties["line"]) for one in shown(result.stdout)["error"]}
    assert annotated == {("docs/my plan.md", "4"), ("docs/my plan.md", "6")}
    outputs = job.outputs["check"]
    assert (outputs["exit-code"], outputs["errors"], outputs["warnings"]) == ("1", "2", "0")
    assert len(json.loads(Path(outputs["json-file"]).read_bytes())["violations"]) == 2
    assert outputs["sarif-file"] == "reports/planlint.sarif"
    assert len(json.loads((job.workspace / "reports/planlint.sarif").read_bytes())["runs"][0]["results"]) == 2
    assert "unknown-dependency" in job.summary.read_text(encoding="utf-8")


@needs_bash
@pytest.mark.parametrize(
    "paths",
    ["docs/a.md 'two words/b.md'", 'docs/a.md\n"two words/b.md"\n', "docs 'two words'"],
)
def test_paths_are_split_as_words_and_lines(job: Job, paths: str) -> None:
    write(job.workspace, {"docs/a.md": BROKEN, "two words/b.md": BROKEN, "c.md": BROKEN})
    job.run("check", paths=paths)
    assert job.outputs["check"]["errors"] == "4"


@needs_bash
@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize("file", ["planlint.sarif", "reports/planlint.sarif", "reports/new/planlint.sarif"])
def test_sarif_is_not_written_through_a_link_of_the_checkout(job: Job, file: str) -> None:
    write(job.workspace, {"plan.md": BROKEN, "../home/.profile": "mine"})
    (job.workspace / "planlint.sarif").symlink_to("../home/.profile")
    (job.workspace / "reports").symlink_to("../home")
    result = job.run("check", sarif_file=file)
    assert result.returncode == 2
    home = job.workspace.parent / "home"
    assert [(path.name, path.read_text()) for path in home.iterdir()] == [(".profile", "mine")]
    assert "sarif-file" not in job.outputs["check"]


@needs_bash
def test_a_sarif_file_of_the_checkout_is_not_taken_for_the_report(job: Job) -> None:
    write(job.workspace, {"plan.md": BROKEN, "planlint.sarif": "theirs"})
    write(job.workspace, {f".planlint.sarif.{number}.planlint/x": "" for number in range(20)})
    os.utime(job.workspace / "planlint.sarif", (1e9, 1e9))
    assert job.run("check", sarif_file="planlint.sarif").returncode == 2
    assert (job.workspace / "planlint.sarif").read_text() == "theirs"
    assert "sarif-file" not in job.outputs["check"]


@needs_bash
@pytest.mark.parametrize("name", ["a\rerrors=0", "a\nerrors=0", "a\tb", "\x1b[31m"])
def test_an_output_has_no_control_characters(job: Job, name: str) -> None:
    write(job.workspace, {"plan.md": BROKEN})
    result = job.run("check", sarif_file=name)
    assert result.returncode == 2 and "control character" in result.stdout
    assert job.outputs["check"] == {"exit-code": "2"}


HOSTILE = ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a\ntouch pwned", "* ~ $HOME"]


@needs_bash
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "args", "version", "sarif-file"])
def test_no_input_is_run_by_a_shell(job: Job, name: str, text: str) -> None:
    write(job.workspace, {"plan.md": CLEAN})
    step = "install" if name == "version" else "check"
    result = job.run(step, **{name: text})
    assert not [path for path in job.workspace.rglob("*") if path.name == "pwned"]
    if name != "sarif-file":
        assert result.returncode == 2


@needs_bash
@pytest.mark.parametrize(
    ("option", "reason"), [("@options", "a pull request can change"), ("--watch", "would not end")]
)
def test_an_option_that_a_workflow_cannot_want_is_refused(job: Job, option: str, reason: str) -> None:
    write(job.workspace, {"plan.md": BROKEN, "options": "--output-file\nx\n--config\nplugins = ['json']\n"})
    result = job.run("check", args=f"--preset strict {option}")
    assert result.returncode == 2 and reason in result.stdout and not (job.workspace / "x").exists()


@needs_bash
def test_a_path_is_never_an_option(job: Job) -> None:
    write(job.workspace, {"plan.md": BROKEN, "--exit-zero": "", "@x": ""})
    assert job.run("check", paths="plan.md --exit-zero @x").returncode == 1


@needs_bash
def test_what_is_wrong_with_the_run_is_annotated_too(job: Job) -> None:
    result = job.run("check", paths="nowhere")
    assert result.returncode == 2 and "nowhere" in result.stderr and "::error title=planlint::" in result.stdout
    assert job.outputs["check"]["exit-code"] == "2"
    result = job.run("check", args="--select 'counts")
    assert result.returncode == 2 and "a quote in the input 'args' is not closed" in result.stdout
    assert job.outputs["check"]["exit-code"].startswith("2")


@needs_bash
@pytest.mark.parametrize("option", ["-o x", "-ox", "--output-file=x", "--output-format json", "-q", "-vq", "--quiet"])
def test_an_option_that_would_swallow_the_log_is_refused(job: Job, option: str) -> None:
    write(job.workspace, {"plan.md": BROKEN})
    result = job.run("check", args=f"--preset strict {option}")
    assert result.returncode == 2 and "::error title=planlint::remove --output-format" in result.stdout
    assert job.outputs["check"]["exit-code"] == "2"


@needs_bash
def test_a_folder_of_the_checkout_is_not_taken_for_planlint(job: Job) -> None:
    trap = "raise SystemExit('the checkout was imported')"
    write(job.workspace, {"plan.md": CLEAN, "linter/__init__.py": trap, "yaml.py": trap, "json.py": trap})
    assert job.run("check").returncode == 0


@needs_bash
def test_planlint_is_installed_with_its_pinned_dependencies(job: Job) -> None:
    trap = "import pathlib; pathlib.Path('ran').touch()\n"
    write(job.workspace, {f"{name}.py": trap for name in ("venv", "types", "pip", "setuptools", "linter")})
    installed = job.run("install")
    assert not (job.workspace / "ran").exists(), "a module of the checkout was imported"
    if installed.returncode != 0 and OFFLINE.search(installed.stdout + installed.stderr):
        pytest.skip("no package index can be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    write(job.workspace, {"plan.md": BROKEN})
    assert job.run("check").returncode == 1
    assert job.outputs["install"]["python"].startswith(str(job.temp))


def _has_landlock() -> bool:
    import ctypes

    return sys.platform == "linux" and bool(ctypes.CDLL(None).syscall(444, None, 0, 1) >= 1)


NEEDS_LANDLOCK = pytest.mark.skipif(not _has_landlock(), reason="a kernel with Landlock")


@pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")
@pytest.mark.parametrize("has_landlock", [pytest.param(True, marks=NEEDS_LANDLOCK), False])
@pytest.mark.parametrize(
    ("code", "is_allowed"),
    [
        ("open('in/new', 'w').write('x')", True),
        ("os.rename('in/old', 'in/new')", True),
        ("os.mkdir('in/new')", True),
        ("os.link('in/old', 'in/new')", True),
        ("open('summary', 'a').write('x')", True),
        ("open('/dev/null', 'w').write('x')", True),
        ("open('out/old').read()", True),
        ("open('in/behind/old').read()", True),
        ("__import__('subprocess').run(['git', '--version'], check=True)", True),
        ("open('out/new', 'w')", False),
        ("open('out/old', 'a')", False),
        ("open('out/old', 'r+')", False),
        ("os.open('out/new', os.O_CREAT)", False),
        ("os.open('new', os.O_CREAT | os.O_WRONLY, dir_fd=os.open('out', os.O_RDONLY))", False),
        ("open('in/link', 'w')", False),
        ("open('in/../out/new', 'w')", False),
        ("open('in/behind/new', 'w')", False),
        ("os.rename('in/old', 'in/behind/new')", False),
        ("os.truncate('out/old', 0)", False),
        ("os.unlink('out/old')", False),
        ("os.unlink('in/behind/old')", False),
        ("os.rename('in/old', 'out/new')", False),
        ("os.rename('out/old', 'in/new')", False),
        ("os.symlink('x', 'out/new')", False),
        ("os.link('in/old', 'out/new')", False),
        ("os.mkdir('out/new')", False),
        ("__import__('subprocess').run(['sh', '-c', 'echo x >out/new'], check=True)", False),
        ("__import__('socket').create_connection(('127.0.0.1', 9), 1)", False),
    ],
)
def test_a_confined_process_writes_where_it_may(
    tmp_path: Path, code: str, is_allowed: bool, has_landlock: bool
) -> None:
    write(tmp_path, {"in/old": "old", "out/old": "old", "summary": ""})
    (tmp_path / "in" / "link").symlink_to("../out/old")
    (tmp_path / "in" / "behind").symlink_to("../out")
    begin = f"import os, sys; sys.path.append({str(ROOT / 'action')!r}); from confine import confine"
    confined = f"{begin}; confine(['in', 'summary', 'absent'], has_landlock={has_landlock}); {code}"
    command = [sys.executable, "-I", "-c", confined]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode == 0) is is_allowed, run.stderr
    assert (tmp_path / "out" / "old").read_text() == "old" and not (tmp_path / "out" / "new").exists()


@needs_bash
def test_the_check_is_the_same_without_landlock(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    write(job.workspace, {f"d{number}/plan.md": BROKEN for number in range(40)})
    counts = []
    for value in ("", "1"):
        monkeypatch.setenv("PLANLINT_NO_LANDLOCK", value)
        result = job.run("check", sarif_file=f"planlint{value}.sarif", args="--jobs 2 --cache-dir .cache")
        assert (result.returncode, result.stderr) == (1, "")
        assert (job.workspace / f"planlint{value}.sarif").exists()
        counts.append(job.outputs["check"]["errors"])
    assert counts == ["80", "80"]


@needs_bash
@pytest.mark.parametrize("value", [pytest.param("", marks=NEEDS_LANDLOCK), "1"])
def test_the_check_cannot_write_to_another_directory(job: Job, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLINT_NO_LANDLOCK", value)
    write(job.workspace, {"plan.md": BROKEN})
    result = job.run("check", sarif_file="../planlint.sarif")
    assert result.returncode == 2 and "permission denied" in result.stderr
    assert not (job.workspace.parent / "planlint.sarif").exists()
