"""``python docs/build.py OUTDIR``: the documentation as a site of plain files.

It is made from what ``planlint explain`` prints, README.md, CONTRIBUTING.md, CHANGELOG.md and docs/. A link that leads
nowhere fails the build. A page is a directory with an index.html, so that ``…/rules/batch-order``, which planlint
prints, is answered wherever the files are served (Read the Docs and GitHub Pages redirect to ``batch-order/``), and the
site can be read from a disk too.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.site.layout import navigation, style, whole
from docs.site.links import dead
from docs.site.pages import ROOT, addresses, pages
from docs.site.render import Renderer, name_headings


def build(out: Path) -> list[str]:
    """Write the site into *out*; what is wrong with its links."""
    found = pages()
    renderer = Renderer(addresses(found))
    nav = navigation(found, name_headings(renderer.markdown.parse(found[0].text)))
    for page in found:
        folder = out / page.address
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(whole(page, renderer.html(page), nav), encoding="utf-8")
    (out / "style.css").write_text(style(), encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "images", out / "images", dirs_exist_ok=True)
    schemas = out / "schemas"  # where their $id says that they are
    schemas.mkdir(exist_ok=True)
    for schema in (ROOT / "linter" / "schema" / "definitions").glob("*.json"):
        shutil.copy(schema, schemas)
    return renderer.problems + dead(out.resolve())


def main() -> int:
    """The exit code: 1 for dead links, 2 without a folder to write to."""
    if len(sys.argv) != 2:
        print("usage: python docs/build.py OUTDIR", file=sys.stderr)
        return 2
    problems = build(Path(sys.argv[1]))
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
