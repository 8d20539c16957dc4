"""A Sphinx extension: rule ids become links, «marks» in examples are highlighted, and search works from disk."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from linter.rules.registry import FAMILY

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MAIN = re.compile(r'<article role="main".*?</article>', re.DOTALL)


class RuleLinks(SphinxTransform):
    """Make each rule id that is written as code a link to the page of the rule."""

    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for literal in list(self.document.findall(nodes.literal)):
            page = f"rules/{literal.astext()}/index"
            if literal.astext() in FAMILY and page != self.env.docname and not _is_inside_link(literal):
                attributes = {"refdomain": "std", "reftype": "doc", "refexplicit": True, "refwarn": True}
                link = pending_xref("", refdoc=self.env.docname, reftarget=f"/{page}", **attributes)
                literal.replace_self(link)
                link += literal


class FrontMatter(SphinxTransform):
    """Highlight a Markdown example with front matter as YAML; as Markdown, its last lines would be a heading."""

    default_priority = 701

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for block in self.document.findall(nodes.literal_block):
            if block.get("language") == "markdown" and block.astext().startswith("---\n"):
                block["language"] = "yaml"


class Marks(SphinxPostTransform):
    """Show the text between « and » in a block of code as marked."""

    default_priority = 901
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for block in list(self.document.findall(nodes.literal_block)):
            text = block.astext()
            if "«" in text and "»" in text:
                marked = escape(text, quote=False).replace("«", "<mark>").replace("»", "</mark>")
                html = f'<div class="highlight"><pre tabindex="0">{marked}</pre></div>'
                block.replace_self(nodes.raw("", html, format="html"))


def _is_inside_link(node: nodes.Node) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.reference | nodes.title | pending_xref):
            return True
        parent = parent.parent
    return False


def _add_search_script(app: Sphinx, page: str, *_: object) -> None:
    """Load the script that shows summaries of search results when the site is opened from disk."""
    if page == "search":
        app.add_js_file("search-from-disk.js")


def _write_search_texts(app: Sphinx, error: Exception | None) -> None:
    """Write the main part of each page into a script, by the address of the page."""
    if error is None:
        texts = {
            path.relative_to(app.outdir).as_posix(): found[0]
            for path in sorted(Path(app.outdir).rglob("index.html"))
            if (found := _MAIN.search(path.read_text(encoding="utf-8")))
        }
        text = f"var SEARCH_TEXTS = {json.dumps(texts)};\n"
        (Path(app.outdir) / "_static" / "search-texts.js").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transforms and the scripts of the search."""
    app.add_transform(RuleLinks)
    app.add_transform(FrontMatter)
    app.add_post_transform(Marks)
    app.connect("html-page-context", _add_search_script)
    app.connect("build-finished", _write_search_texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
