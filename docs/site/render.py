"""The Markdown of a page as HTML: headings with ids, marks underlined, links led to where the pages stand."""

from __future__ import annotations

import posixpath
import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from docs.site.pages import ROOT, SITE, Page
from linter.outputs.links import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

IMAGES = "docs/images/"


class Renderer:
    """Renders the pages of one site. ``problems`` are the links that lead nowhere."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self.addresses = addresses
        self.known = frozenset(addresses.values())
        self.problems: list[str] = []
        self.markdown = MarkdownIt("commonmark").enable("table")
        for kind in ("fence", "code_block", "code_inline", "table_open", "table_close", "image"):
            self.markdown.add_render_rule(kind, globals()[f"_{kind}"])
        for kind in ("html_block", "html_inline"):
            self.markdown.add_render_rule(kind, _html)

    def html(self, page: Page) -> str:
        """The body of *page*."""
        tokens = self.markdown.parse(page.text)
        name_headings(tokens)
        for token in tokens:
            self._link(page, token.children or [])
        return str(self.markdown.renderer.render(tokens, self.markdown.options, {}))

    def _link(self, page: Page, tokens: Sequence[Token]) -> None:
        """Lead the links among *tokens* right; a rule's id in code becomes one."""
        depth = 0
        for token in tokens:
            if token.type == "link_open":
                depth += 1
                token.attrs["href"] = self.target(page, str(token.attrs["href"]))
            elif token.type == "link_close":
                depth -= 1
            elif token.type == "image":
                token.attrs["src"] = self.target(page, str(token.attrs["src"]))
            elif token.type == "code_inline" and not depth:
                address = f"rules/{token.content}"
                if address in self.known and address != page.address:
                    token.meta["href"] = relative(page.address, address)

    def target(self, page: Page, href: str) -> str:
        """Where *href* of *page* leads on the site; what is no page of it is looked at in the repository."""
        if href.startswith(SITE):
            return relative(page.address, href.removeprefix(SITE))
        if re.match(r"[a-z]+:", href) or href.startswith("#"):
            return href
        name, mark, anchor = href.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), name))
        if path in self.addresses:
            return relative(page.address, self.addresses[path] + mark + anchor)
        if path.startswith("..") or not (ROOT / path).exists():
            self.problems.append(f"{page.source or page.address}: {href}: no such file")
        if path.startswith(IMAGES):
            return "../" * depth_of(page.address) + path.removeprefix("docs/")
        return f"{REPOSITORY}/blob/main/{path}{mark}{anchor}"


def depth_of(address: str) -> int:
    """How many directories below the root of the site a page stands."""
    return len(address.split("/")) if address else 0


def relative(here: str, there: str) -> str:
    """The link from one address to another, which may have an anchor. It names the file: that works from a disk."""
    address, mark, anchor = there.partition("#")
    return "../" * depth_of(here) + (f"{address}/" if address else "") + f"index.html{mark}{anchor}"


def name_headings(tokens: Sequence[Token]) -> list[tuple[int, str, str]]:
    """Give the headings the ids that GitHub gives them; (level, id, text) of each."""
    seen: dict[str, int] = {}
    found = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(child.content for child in inline.children or [])
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            count = seen[slug] = seen.get(slug, -1) + 1
            token.attrs["id"] = f"{slug}-{count}" if count else slug
            found.append((int(token.tag[1]), str(token.attrs["id"]), text))
    return found


def _fence(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    language, *rest = token.info.split() or [""]
    options = dict(part.split("=", 1) for part in rest if "=" in part)
    code = escape(token.content, quote=False)
    if rest or language in ("markdown", "json", "yaml", "text"):
        code = code.replace("«", "<mark>").replace("»", "</mark>")
    name = f"<figcaption>{escape(options['file'])}</figcaption>" if "file" in options else ""
    return f'<figure>{name}<pre tabindex="0"><code>{code}</code></pre></figure>\n'


def _code_block(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f'<figure><pre tabindex="0"><code>{escape(tokens[index].content, quote=False)}</code></pre></figure>\n'


def _code_inline(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    code = f"<code>{escape(token.content, quote=False)}</code>"
    return f'<a href="{token.meta["href"]}">{code}</a>' if "href" in token.meta else code


def _image(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    """A picture, which a click shows whole."""
    source, text = escape(str(tokens[index].attrs["src"])), escape(tokens[index].content)
    return f'<a href="{source}"><img src="{source}" alt="{text}"></a>'


def _table_open(*_: Any) -> str:
    return '<div class="table" tabindex="0"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _html(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    """Comments are for those who edit the source."""
    return re.sub(r"<!--.*?-->\n?", "", tokens[index].content, flags=re.DOTALL)
