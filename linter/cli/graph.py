"""``planlint graph``."""

from __future__ import annotations

import sys

from linter.cli.configuration import configuration
from linter.cli.exit_codes import OK, VIOLATIONS, usage_error
from linter.cli.output_targets import print_message, target_file
from linter.engine.session import LintSession
from linter.model.plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.outputs.diagrams.model import Picture

FORMATS = ("mermaid", "dot", "svg", "html")
_ENDINGS = {"md": "mermaid", "markdown": "mermaid", "mmd": "mermaid", "gv": "dot"}


def run_graph(options: Namespace) -> int:
    """Draw the named plans; the exit code tells whether there was anything to draw, not about violations.

    Raises ConfigError.
    """
    run = LintSession(configuration(options), gitignore=not options.no_gitignore)
    for path in options.paths:
        run.add_path(run.behind(path))
    run.lint()
    if run.problems:
        return usage_error(run.problems)
    for note in (*run.workspace.all_notes(), *run.notes, *run.closed_notes()):
        print_message(note)
    for path in run.unclaimed:
        print_message(f"{path} is not a recognized plan file; skipped")
    for document in run.documents():
        if document.root is None:
            print_message(f"{document.path} cannot be parsed; run 'planlint check' for details")
        elif not isinstance(document, Plan):
            print_message(f"{document.path} has no tasks to draw")
    plans = [document for document in run.documents() if isinstance(document, Plan)]
    project = run.report.project
    if project is None or not plans:
        return VIOLATIONS if any(document.root is None for document in run.documents()) else OK
    from linter.outputs.diagrams.builder import picture

    made = picture(project, plans, run.report.violations)
    for note in made.notes:
        print_message(note)
    return _write(made, options, [*run.paths, *run.workspace.configuration.files])


def _write(made: Picture, options: Namespace, linted: list[str]) -> int:
    file = target_file(options.output_file or "")
    ending = file.rpartition(".")[2].lower() if file else ""
    name = options.format or (ending if ending in FORMATS else _ENDINGS.get(ending, "mermaid"))
    text: str = __import__(f"linter.outputs.diagrams.{name}", fromlist=["render"]).render(made)
    if name == "mermaid" and ending in ("md", "markdown"):
        text = f"```mermaid\n{text}```\n"
    if file is None:
        sys.stdout.write(text)
        return OK
    from linter.system.writing import WriteError, write_output

    try:
        write_output(file, text.encode("utf-8", "backslashreplace"), linted=linted)
    except WriteError as error:
        return usage_error([f"{file} {error}"])
    return OK
