"""The pages of the site: which there are, from which file each is made, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from linter.rules.docs import load, path_of
from linter.rules.registry import Registry

if TYPE_CHECKING:
    from linter.rules.base import Rule

ROOT = Path(__file__).parent.parent.parent
SITE = "site:"  # a link to an address of the site, where there is no file to link to
FOLDERS = {
    "outputs": ("Outputs", "What `planlint check` can print, and for whom: `--output-format NAME[=FILE]`."),
    "integrations": ("Integrations", "planlint where you work: git, hooks, CI, editors."),
    "formats": ("Formats", "The plan formats that planlint reads."),
}
_BESIDE = {"README.md": "", "CONTRIBUTING.md": "contributing", "CHANGELOG.md": "changelog", "SECURITY.md": "security"}


@dataclass(frozen=True)
class Page:
    """``address`` is its directory below the root of the site, ``source`` its file below the root of the repository."""

    address: str
    title: str
    text: str
    section: str = ""
    source: str = ""
    summary: str = ""


def pages() -> list[Page]:
    """Every page, in the order of the navigation."""
    found = [_read(ROOT / name, address) for name, address in _BESIDE.items()]
    for path in sorted((ROOT / "docs").rglob("*.md")):
        found.append(_read(path, path.relative_to(ROOT / "docs").with_suffix("").as_posix()))
    for folder, (title, lead) in FOLDERS.items():
        below = [page for page in found if page.section == title]
        if below:
            lines = [f"- [{page.title}]({SITE}{page.address}): {page.summary}".removesuffix(": ") for page in below]
            found.append(Page(folder, title, "\n".join([f"# {title}", "", lead, "", *lines]), title, f"docs/{folder}"))
    return [*found, _families(), *(_of_rule(rule) for rule in Registry().all())]


def addresses(found: list[Page]) -> dict[str, str]:
    """From what the sources link to, a path from the root of the repository, to the address of its page."""
    known = {page.source: page.address for page in found if page.source}
    for family in Registry().families:
        known[f"linter/rules/{family.replace('-', '_')}"] = f"rules#{family}"
    return known


def _read(path: Path, address: str) -> Page:
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    section = FOLDERS.get(address.partition("/")[0], ("Guide", ""))[0] if "/" in address else "Guide"
    source = path.relative_to(ROOT).as_posix()
    return Page(address, title[1] if title else path.stem, text, section, source, _first_sentence(text))


def _first_sentence(text: str) -> str:
    """The first sentence of prose below the title; empty where a block stands there."""
    body = re.sub(r"<!--.*?-->", "", text.partition("\n")[2], flags=re.DOTALL).strip()
    paragraph = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", " ".join(body.partition("\n\n")[0].split()))
    if paragraph.startswith(("```", "|", "-", "#", "!")) or not paragraph:
        return ""
    return re.split(r"(?<=[.])\s|: ", paragraph)[0].removesuffix(".")


def _families() -> Page:
    registry = Registry()
    parts = ["# Rules", "Severity *off*: until selected. `planlint explain RULE` prints a rule's page."]
    for family in registry.families:
        rows = [_row(rule) for rule in registry.all() if rule.family == family]
        parts.append(
            "\n".join([f"## {family}", "", "| rule | severity | fix | what it finds |", "|---|---|---|---|", *rows])
        )
    return Page("rules", "Rules", "\n\n".join(parts), "Rules", "linter/rules")


def _row(rule: type[Rule]) -> str:
    name = f"[`{rule.id}`]({SITE}rules/{rule.id})"
    return f"| {name} | {_severity(rule)} | {rule.fix or ''} | {load(rule).summary} |"


def _of_rule(rule: type[Rule]) -> Page:
    page = load(rule)
    facts = [f"[{rule.family}]({SITE}rules#{rule.family})", f"severity *{_severity(rule)}*"]
    facts.append(f"fix: *{rule.fix}*" if rule.fix else "no fix")
    title, _, rest = page.text.partition("\n")
    text = f"{title}\n\n{' · '.join(facts)}\n{rest}"
    source = path_of(rule.id).relative_to(ROOT).as_posix()
    return Page(f"rules/{rule.id}", rule.id, text, rule.family, source, page.summary)


def _severity(rule: type[Rule]) -> str:
    return rule.severity if rule.default else "off"
