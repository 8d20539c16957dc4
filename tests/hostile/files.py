"""Hostile contents of plans, manifests and tools manifests, with every command."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.documents import HEAD
from tests.hostile.json_documents import json_documents
from tests.hostile.plan_documents import body_documents, encoded_documents, front_matter_documents
from tests.hostile.suppression_documents import suppression_documents
from tests.hostile.task_documents import task_documents
from tests.hostile.yaml_documents import yaml_documents


def cases() -> Iterator[Case]:
    """Yield each hostile file at its path, with every command."""
    for name, yaml, rule in itertools.chain(yaml_documents(), task_documents()):
        yield file_case("front matter", "docs/a-progress.md", name, _front(yaml), rule)
    for name, yaml, rule in yaml_documents():
        yield file_case("manifest", "docs/MANIFEST.yaml", name, _joined("feature_name: a\n", yaml), rule)
    for name, text, rule in itertools.chain(
        front_matter_documents(), body_documents(), encoded_documents(), suppression_documents()
    ):
        yield file_case("plan", "docs/a-progress.md", name, text, rule)
    for name, text, rule in json_documents():
        manifest = "feature_name: a\nmcp_service_name: a\ntools_status:\n  x: {phase: complete}\n"
        yield file_case(
            "tools manifest", "docs/tools_manifest.json", name, text, rule, {"docs/MANIFEST.yaml": manifest}
        )


def file_case(
    group: str, path: str, name: str, content: str | bytes, rule: str, more: dict[str, str | bytes] | None = None
) -> Case:
    def make(folder: Path) -> None:
        write(folder, {path: content, **(more or {})})

    said = (f'"rule": "{rule}"',) if rule else ()
    codes = (1,) if rule and rule not in ("ambiguous-scalar",) else (0, 1)
    top = path.partition("/")[0]
    strict = ["check", "--preset", "strict"]
    any_code = partial(Step, codes=(0, 1))
    steps = [
        Step([*strict, "--output-format", "json", "--output-format", "concise=out.concise", path], codes, said),
        Step([*strict, "--output-format", "github", path], codes),  # which begins with text
        any_code(["check", "--diff", "--unsafe-fixes"]),
        Step(["set", path, "T1=completed", "--dry-run"], (0, 2)),
        Step(["graph", top, "--format", "svg", "-o", "out.svg"], (0, 1, 2)),
        Step(["baseline", "create", top], (0,)),
        any_code(["check", "--baseline", "planlint-baseline.json", "--output-format", "json", top]),
        any_code(["check", "--fix", "--unsafe-fixes", "--show-fixes", path]),
        any_code(["check", "--add-ignore", path]),
        any_code(["check", "--output-format", "json", top]),
    ]
    return Case(group, name, make, steps)


def _front(yaml: str | bytes) -> str | bytes:
    return _joined(f"---\n{HEAD}", yaml, "---\n")


def _joined(*parts: str | bytes) -> str | bytes:
    if all(isinstance(part, str) for part in parts):
        return "".join(part for part in parts if isinstance(part, str))
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
