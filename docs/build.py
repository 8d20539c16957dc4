"""``python -m docs.build OUTDIR``: build the documentation with Sphinx.

The pages are the Markdown files of ``docs/``, those next to README.md (CONTRIBUTING.md, CHANGELOG.md, …), those of the
rules and formats, which are next to their modules, and the list of rules. A page is a directory with an ``index.html``,
so that the URL ``…/rules/batch-order``, which planlint prints, works on a server, and the site can also be read from
disk.

A dead link or any other warning of Sphinx fails the build.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.application import Sphinx

from docs.site.pages import ROOT, DeadLinkError, write_sources
from linter.config.json_schema import config_schema
from linter.rules.registry import Registry


def build(out: Path) -> int:
    """Build the site into the directory *out*. Return Sphinx's exit code. Raises DeadLinkError."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        sources.mkdir()
        write_sources(sources)
        app = Sphinx(
            sources,
            ROOT / "docs" / "site",
            out,
            Path(folder) / "doctrees",
            "html",
            status=None,
            warningiserror=True,
        )
        gc.disable()  # its collections take a fifth of the time
        app.build()
        gc.enable()
    schemas = out / "schemas"  # where their $id points
    schemas.mkdir(exist_ok=True)
    for schema in (ROOT / "linter" / "schema" / "definitions").glob("*.json"):
        shutil.copy(schema, schemas)
    shutil.copy(ROOT / "linter" / "outputs" / "json.schema.json", schemas / "output.json")
    text = json.dumps(config_schema(Registry()), indent=2)
    (schemas / "config.json").write_text(text + "\n", encoding="utf-8")
    return int(app.statuscode)


def main() -> int:
    """Return the exit code: 1 for a dead link or a warning, 2 without a directory to write to."""
    if len(sys.argv) != 2:
        print("usage: python -m docs.build OUTDIR", file=sys.stderr)
        return 2
    try:
        return build(Path(sys.argv[1]))
    except DeadLinkError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
