"""The pages of the documentation, their sources, and the files for Sphinx."""

from __future__ import annotations

import posixpath
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from docs.site.reference import rule_page, rules_index
from linter.config.settings import FORMATS
from linter.formats.docs import path_of as path_of_format
from linter.rules.docs import path_of
from linter.rules.links import REPOSITORY
from linter.rules.registry import Registry

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
BESIDE = {
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
    "SECURITY.md": "security",
    "ARCHITECTURE.md": "architecture",
}
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(`+)[^`\n]+\1|(?P<label>!?\[(?:[^\[\]]|\[[^\]]*\])*\]\()(?P<target>[^)\s]+)\)")


class DeadLinkError(Exception):
    """A link in a source points to a file that does not exist."""


@dataclass(frozen=True)
class Page:
    """``address`` is its directory below the root of the site, ``source`` its file below the root of the repository."""

    address: str
    source: str
    text: str


def pages() -> list[Page]:
    """Return every page of the site."""
    found = [
        _read(path, path.relative_to(DOCS).with_suffix("").as_posix().removesuffix("index").rstrip("/"))
        for path in sorted(DOCS.rglob("*.md"))
    ]
    found += [_read(ROOT / name, address) for name, address in BESIDE.items() if (ROOT / name).exists()]
    found += [_read(path_of_format(name), f"formats/{name}") for name in FORMATS]
    found.append(Page("rules", "linter/rules", rules_index()))
    for rule in Registry().all():
        found.append(Page(f"rules/{rule.id}", path_of(rule.id).relative_to(ROOT).as_posix(), rule_page(rule)))
    return found


def write_sources(folder: Path) -> None:
    """Write the sources for Sphinx to *folder*. Raises DeadLinkError."""
    found = pages()
    addresses = {page.source: page.address for page in found if page.source}
    addresses["README.md"] = ""
    for page in found:
        path = folder / page.address / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_site_links(page, addresses), encoding="utf-8")
    shutil.copytree(DOCS / "images", folder / "images")


def with_site_links(page: Page, addresses: dict[str, str]) -> str:
    """Return the text of *page* with links to files replaced by links to the site or the repository."""

    def lead(link: re.Match[str]) -> str:
        return f"{link['label']}{_target(page, link['target'], addresses)})" if link["label"] else link[0]

    parts, end = [], 0
    for code in _FENCED.finditer(page.text):
        parts += [_LINK.sub(lead, page.text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _LINK.sub(lead, page.text[end:])])


def _target(page: Page, link: str, addresses: dict[str, str]) -> str:
    if re.match(r"[a-z]+:", link) or link.startswith(("#", "/")):
        return link
    name, mark, anchor = link.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), name))
    if path in addresses:
        return "/" + posixpath.join(addresses[path], "index.md") + mark + anchor
    if path.startswith("..") or not (ROOT / path).exists():
        raise DeadLinkError(f"{page.source or page.address}: {link}: no such file")
    if path.startswith("docs/images/"):
        return path.removeprefix("docs")
    return f"{REPOSITORY}/blob/main/{path}{mark}{anchor}"


def _read(path: Path, address: str) -> Page:
    return Page(address, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
