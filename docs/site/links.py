"""Dead links: what the pages of a built site link to and is not there."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from linter.outputs.links import DOCS

if TYPE_CHECKING:
    from pathlib import Path


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


def dead(site: Path) -> list[str]:
    """``page: link: what is wrong`` for each link between the files below *site*, and for ids that stand twice."""
    read = {}
    for path in sorted(site.rglob("*.html")):
        read[path] = _Reader()
        read[path].feed(path.read_text(encoding="utf-8"))
    problems = []
    for path, page in read.items():
        name = path.relative_to(site).as_posix()
        problems += [f"{name}: id {id!r} stands twice" for id in sorted(set(page.ids)) if page.ids.count(id) > 1]
        for link in dict.fromkeys(page.links):
            problem = _problem(site, path, link, read)
            if problem:
                problems.append(f"{name}: {link}: {problem}")
    return problems


def _problem(site: Path, path: Path, link: str, read: dict[Path, _Reader]) -> str:
    if link.startswith(DOCS):  # as it is printed: a directory, with or without its slash
        link, anchor = urldefrag(link.removeprefix(DOCS).strip("/"))
        target = site / link
        target = target / "index.html" if target.is_dir() else target
    elif urlsplit(link).scheme:
        return ""
    else:
        link, anchor = urldefrag(unquote(link))
        target = (path.parent / link).resolve() if link else path
    if not target.is_file():
        return "no such file"
    if anchor and target in read and anchor not in read[target].ids:
        return f"no heading {anchor!r} there"
    return ""
