"""What stands around each page: head, navigation with the search over it, and where it was made from."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docs.site.render import depth_of
from linter.outputs.links import DOCS, REPOSITORY
from linter.rules.registry import Registry

if TYPE_CHECKING:
    from docs.site.pages import Page

_HERE = Path(__file__).parent


def navigation(pages: list[Page], home: list[tuple[int, str, str]]) -> str:
    """The links to all pages, and to the second-level headings of the first; ``{root}`` stands for the way up."""
    families = Registry().families
    heads = {page.section: _link(page) for page in pages if page.title == page.section}
    sections: dict[str, list[str]] = {section: [] for section in ("Guide", *heads, *families)}
    for page in pages:
        if page.title != page.section:
            sections[page.section].append(f"<li>{_link(page)}</li>")
        if not page.address:
            headings = [
                f'<li><a href="{{root}}index.html#{id}">{text}</a></li>' for level, id, text in home if level == 2
            ]
            sections["Guide"].append(f"<li><ul>{''.join(headings)}</ul></li>")
    parts = []
    for name, entries in sections.items():
        below = f"<ul>{''.join(entries)}</ul>" if entries else ""
        if name in families:
            parts.append(f"<details><summary>{name}</summary>{below}</details>")
        else:
            parts.append(f"<h2>{heads.get(name, name)}</h2>{below}")
    return "\n".join(parts)


def _link(page: Page) -> str:
    path, words = f"{page.address}/" * bool(page.address), escape(page.summary.replace("`", ""))
    return f'<a href="{{root}}{path}index.html" data-words="{words}">{escape(page.title)}</a>'


def whole(page: Page, body: str, nav: str) -> str:
    """The HTML of *page* around its *body*."""
    root = "../" * depth_of(page.address)
    here = f'href="{root}{page.address}{"/" * bool(page.address)}index.html"'
    nav = nav.replace("{root}", root).replace(here, f'{here} aria-current="page"', 1)
    if page.section in Registry().families:
        nav = nav.replace(f"<details><summary>{page.section}<", f"<details open><summary>{page.section}<")
    title = "planlint" if not page.address else f"{page.title} – planlint"
    source = f'Made from <a href="{REPOSITORY}/blob/main/{page.source}">{page.source}</a>.' if page.source else ""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{escape(page.summary.replace("`", ""))}">
<title>{escape(title)}</title>
<link rel="canonical" href="{DOCS}/{page.address}{"/" * bool(page.address)}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a class="brand" href="{root}index.html">planlint</a>
<form role="search"><input type="search" placeholder="Search (/)" aria-label="Search the titles" autocomplete="off"
 role="combobox" aria-controls="found" aria-expanded="false"><ul id="found" hidden></ul></form>
<a class="menu" href="#pages">Pages</a></header>
<div class="columns">
<main id="content" tabindex="-1">
{body}
<footer>{source}</footer>
</main>
<nav id="pages" aria-label="Pages">
{nav}
</nav>
</div>
<script>{_script()}</script>
</body>
</html>
"""


def _script() -> str:
    return (_HERE / "script.js").read_text(encoding="utf-8")


def style() -> str:
    """The style of all pages."""
    return (_HERE / "style.css").read_text(encoding="utf-8")
