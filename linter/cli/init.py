"""``planlint init``: write the configuration, hook and workflow that a repository lacks."""

from __future__ import annotations

import os
from collections import Counter

from linter.cli.exit_codes import OK, USAGE
from linter.cli.output_targets import print_message
from linter.config.loader import Configuration
from linter.config.sources import has_planlint_table
from linter.engine.session import LintSession
from linter.outputs.escape import escape_controls
from linter.rules.links import DOCS, REPOSITORY, REVISION
from linter.system.paths import CONFIG_FILES, display_path
from linter.system.reading import escapes_root, read_regular
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

# directories with plans for tests
_EXAMPLES = ("fixtures", "testdata")
# rules that a team may want to disable at first
_SOFT = ("body-drift", "criteria-drift", "same-batch-file", "parent-status", "folder-status")

_HOOK = f"""\
  - repo: {REPOSITORY}
    rev: {REVISION}
    hooks:
      - id: planlint
"""
_ACTION = REPOSITORY.removeprefix("https://github.com/")
_WORKFLOW = f"""\
name: planlint
on:
  push:
    branches: [{{branch}}]
  pull_request:
permissions:
  contents: read
jobs:
  planlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: {_ACTION}@{REVISION} # zizmor: ignore[unpinned-uses] replace `{REVISION}` by a commit to pin it
"""


def run_init(options: Namespace) -> int:
    """Write the missing files, and print what was found and what to do next."""
    root = display_path(LintSession(Configuration(isolated=True)).workspace.repository("") or ".")
    run = LintSession(Configuration(isolated=True))
    run.add_path(root or ".")
    report = run.lint()
    kinds = Counter(document.kind for document in run.project().named.values())
    found = ", ".join(plural(count, f"{kind} file") for kind, count in sorted(kinds.items())) or "no plan yet"
    print(escape_controls(f"found {found} in {root or 'the working directory'}"))
    for name, text, reason in _proposals(root, run, found):
        path = os.path.join(root, name) if root else name
        if not text:
            print(f"{escape_controls(path)}: {reason}")
        elif options.dry_run:
            print(f"would write {escape_controls(path)}:\n\n" + "".join(f"    {line}\n" for line in text.splitlines()))
        elif not _write(path, text):
            return USAGE
    if report.violations:
        counts = ((report.errors, "error"), (len(report.violations) - report.errors, "warning"))
        found = " and ".join(plural(count, what) for count, what in counts if count)
        print(f"Found {found}. Next: run `planlint --fix`, then `planlint baseline create`.")
    return OK


def _proposals(root: str, run: LintSession, found: str) -> Iterator[tuple[str, str, str]]:
    """Yield name and text of each file, and the reason not to write it if it exists (with an empty text)."""
    names = (name for name in CONFIG_FILES if _has(root, name))
    configured = next((name for name in names if _is_ours(os.path.join(root, name))), None)
    if configured:
        yield configured, "", "already exists"
    else:
        yield "planlint.toml", _configuration(run, found), ""
    hooks = ".pre-commit-config.yaml"
    if not _has(root, hooks):
        yield hooks, "repos:\n" + _HOOK, ""
    elif "planlint" in _text(root, hooks):
        yield hooks, "", "already has planlint"
    else:
        yield hooks, "", "exists; add this below 'repos:'\n\n" + _HOOK
    ours = next((name for name in _workflows(root) if "planlint" in _text(root, f".github/workflows/{name}")), None)
    workflow = ".github/workflows/planlint.yml"
    if ours:
        yield f".github/workflows/{ours}", "", "already runs planlint"
    elif _has(root, ".github") or "github.com" in _text(root, ".git/config"):
        yield workflow, _WORKFLOW.replace("{branch}", _branch(root)), ""


def _configuration(run: LintSession, found: str) -> str:
    paths = list(run.project().named)
    examples = [name for name in _EXAMPLES if any(f"/{name}/" in f"/{path}" for path in paths)]
    exclude = ", ".join(f'"{name}"' for name in examples)
    kinds = {document.kind: document.severities for document in run.project().named.values()}
    others = next((severities for severities in kinds.values() if severities), None)
    ignore = next((rule for rule in _SOFT if others is None or rule in others), _SOFT[0])
    lines = [
        f"# planlint found {found} here. Every key: {DOCS}/reference/configuration",
        'preset = "default"        # strict: every rule, all of them errors; minimal: what breaks boards',
        f"exclude = [{exclude}]" if exclude else '# exclude = ["docs/archive"]',
        f'# ignore = ["{ignore}"]',
        '# baseline = "planlint-baseline.json"',
    ]
    if others is not None:
        formats = ", ".join(f'"{kind}"' for kind in sorted(kinds))
        lines.append(f"# formats = [{formats}]  # read only these formats and skip other files")
    return "\n".join(lines) + "\n"


def _is_ours(path: str) -> bool:
    return os.path.basename(path) != "pyproject.toml" or has_planlint_table(path)


def _branch(root: str) -> str:
    """Return the checked-out branch if it is a common main branch, else ``main``."""
    head = _text(root, ".git/HEAD").strip()
    name = head.rpartition("/")[2]
    return name if name in ("main", "master", "trunk", "develop") else "main"


def _workflows(root: str) -> list[str]:
    folder = os.path.join(root, ".github", "workflows")
    try:
        return [] if escapes_root(folder, os.path.abspath(root)) else sorted(filter(_is_workflow, os.listdir(folder)))
    except OSError:
        return []


def _is_workflow(name: str) -> bool:
    return name.endswith((".yml", ".yaml"))


def _has(root: str, name: str) -> bool:
    return os.path.lexists(os.path.join(root, name))


def _text(root: str, name: str) -> str:
    path = os.path.join(root, name)
    try:
        return (
            "" if escapes_root(path, os.path.abspath(root)) else read_regular(path, 1 << 20).decode("utf-8", "replace")
        )
    except OSError:
        return ""


def _write(path: str, text: str) -> bool:
    """Create the file; return False if that fails."""
    from linter.system.writing import WriteError, write_new

    try:
        write_new(path, text.encode())
    except WriteError as error:
        print_message(f"error: {path} {error}")
        return False
    print(f"wrote {escape_controls(path)}")
    return True
