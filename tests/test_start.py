"""The imports of a run over one clean plan.

A module that is not listed here slows down every commit of every user: import it where it is needed, or measure it
(``python -m benchmarks --only one``) and list it on purpose.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.inputs import plan
from linter.rules.registry import FAMILY, NOT_RUN, Registry
from tests.conftest import ROOT

STANDARD = set(
    """
    __future__ _collections _functools _operator _sre atexit collections copyreg enum errno functools gc
    itertools keyword operator re re._casefix re._compiler re._constants re._parser reprlib types
    """.split()
)  # no yaml: plain YAML is read without it
OWN = set(
    """
    cli cli.arguments cli.check cli.configuration cli.exit_codes cli.fast_arguments cli.main cli.output_targets
    cli.progress cli.session_choice config config.globs config.loader config.rule_selection config.settings
    config.sources engine engine.checker engine.document_session engine.folders engine.git_listings engine.listing
    engine.named_directories engine.reading engine.report engine.screening engine.session engine.sources
    engine.suppression engine.targets engine.walks engine.workspace formats formats.adapter formats.context
    formats.own_formats formats.progress formats.progress_batches formats.progress_signs formats.reader
    formats.registry model model.counts model.document model.document_store model.file_references model.graph
    model.manifest model.neighborhood model.plan model.plan_scope model.project model.project_files model.scope
    model.status_cells model.statuses model.timestamps outputs outputs.concise outputs.escape rules rules.base
    rules.batches rules.batches._changed_files rules.references._slugs rules.registry rules.renamed
    rules.shape._missing_fields rules.status._status_parts rules.timestamps rules.timestamps._chronology
    rules.timestamps._completions rules.violation schema schema.definitions schema.definitions.compiled
    schema.prepared schema.validator syntax syntax.edits syntax.fix syntax.front_matter syntax.markdown_blocks
    syntax.markdown_line syntax.markdown_tables syntax.nodes syntax.scalar_types syntax.source syntax.yaml_fast_path
    syntax.yaml_lines syntax.yaml_reader system system.atomic system.boundary system.exit system.git system.lazy_regex
    system.paths system.reading system.streams system.temporary system.words system.writing
    """.split()
)
COMMAND = """
import sys
before = set(sys.modules)
from linter.cli.main import main
code = main(sys.argv[1:])
print(code, *sorted(set(sys.modules) - before))
"""


def rules() -> set[str]:
    """Return the modules of the enabled rules that read a plan, and of the table that lists them."""
    registry = Registry()
    ids = [id for id in FAMILY if registry.is_default(id) and id not in NOT_RUN and registry.reads(id, "progress")]
    names = {f"rules.{FAMILY[id]}.{id}".replace("-", "_") for id in ids}
    return names | {name.rpartition(".")[0] for name in names} | {"rules.registry_table"}


def test_a_clean_plan_imports_only_what_is_listed(tmp_path: Path) -> None:
    (tmp_path / "p-progress.md").write_text(plan("shop", 1, 6), encoding="utf-8")
    command = [sys.executable, "-c", COMMAND, "check", "--output-format", f"concise={os.devnull}", "p-progress.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, encoding="utf-8")
    code, *modules = result.stdout.split()
    assert code == "0", result.stdout + result.stderr
    # some of the standard ones an installation may have imported by itself
    assert set(modules) | STANDARD == STANDARD | {"linter"} | {f"linter.{name}" for name in OWN | rules()}


def test_a_run_with_all_results_in_the_cache_imports_no_rules(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"part-{number}").mkdir()
        (tmp_path / f"part-{number}" / "p-progress.md").write_text(plan("shop", 1, 6), encoding="utf-8")
    (tmp_path / "part-7" / "p-progress.md").write_text(plan("shop", 1, 6, created="2026-02-30"), encoding="utf-8")
    command = [sys.executable, "-c", COMMAND, "check", "--cache-dir", "cache", "--output-format", "concise=out.txt"]
    environment = {key: value for key, value in os.environ.items() if key != "PLANLINT_NO_CACHE"}
    environment["PYTHONPATH"] = str(ROOT)
    for turn in ("cold", "warm"):
        result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
        code, *modules = result.stdout.split()
        assert code == "1", result.stdout + result.stderr
        parts = {name.split(".")[1] for name in modules if name.startswith("linter.rules.") and name.count(".") > 2}
        assert bool(parts) == (turn == "cold")
    assert "impossible-date" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    unused = "engine.checker formats.progress model.plan model.project rules.base syntax.yaml_reader".split()
    assert not {f"linter.{name}" for name in unused}.intersection(modules)
