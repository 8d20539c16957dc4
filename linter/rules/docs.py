"""The page of a rule, the Markdown file next to its module: documentation, test, and output of ``explain``."""

from __future__ import annotations

import re
from pathlib import Path

from linter.rules.links import DOCS, rule_url
from linter.rules.registry import FAMILY
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.rules.base import Rule

_HEADING = lazy(r"^## (.+)$", re.MULTILINE)
_BLOCK = lazy(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = lazy("«(.*?)»", re.DOTALL)
_PAGE_LINK = lazy(r"\]\((?:[\w./-]*/)?docs/([\w/-]+?)(?:/index)?\.md(#[\w-]+)?\)")
_NEAR_LINK = lazy(r"\]\((?:[\w./-]*/)?(\w+)\.md(#[\w-]+)?\)")
_OPTION = lazy(r"^`([\w-]+)`: (.+?)\s*(?=^`[\w-]+`: |\Z)", re.MULTILINE | re.DOTALL)
_TYPES = {"bool": "boolean", "int": "integer", "float": "number", "str": "string"}


class Example:
    """A fenced code block. ``text`` is the file, ``marked`` the spans that were marked «so», in order."""

    def __init__(self, language: str, info: str, raw: str) -> None:
        options = dict(part.split("=", 1) for part in info.split() if "=" in part)
        self.language = language
        self.file = options.get("file", "plan/phase-1-progress.md")
        self.is_file = language in ("markdown", "yaml", "json") or ("file" in options and language != "toml")
        self.encoding = options.get("encoding", "utf-8")
        self.raw = raw
        self.text = raw.replace("«", "").replace("»", "")
        self.marked: list[tuple[int, int]] = []
        for index, match in enumerate(_MARK.finditer(raw)):
            start = match.start() - 2 * index
            self.marked.append((start, start + len(match[1])))


class Section:
    """A ``##`` section; ``kind`` is the first word of its heading (``Bad``, ``Fixed``, ``Good``, ``Why`` …)."""

    def __init__(self, heading: str, text: str) -> None:
        self.heading = heading
        self.kind = heading.split(":")[0].strip()
        self.text = text
        self.examples = [Example(*match) for match in _BLOCK.findall(text)]


class Page:
    """A page, split into title, summary and sections."""

    def __init__(self, text: str) -> None:
        blocks = [match.span() for match in _BLOCK.finditer(text)]
        found = [m for m in _HEADING.finditer(text) if not any(start < m.start() < end for start, end in blocks)]
        ends = [match.start() for match in found[1:]] + [len(text)]
        head = text[: found[0].start()] if found else text
        self.text = text
        title, _, summary = head.strip().partition("\n")
        self.title = title.removeprefix("# ").strip()
        self.summary = " ".join(summary.split())
        self.sections = [Section(match[1], text[match.end() : end]) for match, end in zip(found, ends, strict=False)]


def path_of(id: str) -> Path:
    """Return the path of the page of the built-in rule *id*."""
    return Path(__file__).parent / FAMILY[id].replace("-", "_") / (id.replace("-", "_") + ".md")


def load(rule: type[Rule]) -> Page:
    """Return the page of *rule*, which for a plugin's rule is made from its docstring."""
    if rule.id in FAMILY:
        return Page(path_of(rule.id).read_text(encoding="utf-8"))
    doc = "\n".join(line.strip() for line in (rule.__doc__ or "").strip().split("\n"))
    return Page(f"# {rule.id}\n\n{doc}\n")


def render_page(rule: type[Rule], family_link: str = "") -> str:
    """Return the page of *rule* as Markdown, with properties of its class: facts below the title, types of options.

    *family_link* is the URL of the family; without it, for readers outside the site, links to pages are absolute URLs.
    """
    page = load(rule)
    title, _, rest = page.text.partition("\n")
    for section in page.sections:
        if section.kind == "Options":
            described = f"## Options\n\n{_options(rule, section.text)}\n"
            rest = rest.replace(f"## {section.heading}{section.text}", described)
    if not family_link:
        rest = with_urls(rest)
    summary, *sections = rest.strip().split("\n\n", 1)
    facts, *notes = _facts(rule, f"[{rule.family}]({family_link})" if family_link else rule.family)
    return "\n\n".join([title, facts, summary, *notes, *sections]).rstrip() + "\n"


def with_urls(text: str) -> str:
    """Return the page *text* with links to pages of the documentation, rules and formats as absolute URLs."""

    def near(link: re.Match[str]) -> str:
        name = link[1].replace("_", "-")
        url = rule_url(name) if name in FAMILY else f"{DOCS}/formats/{name}/"
        return f"]({url}{link[2] or ''})"

    return _NEAR_LINK.sub(near, _PAGE_LINK.sub(lambda link: f"]({DOCS}/{link[1]}/{link[2] or ''})", text))


def _facts(rule: type[Rule], family: str) -> Iterator[str]:
    """Yield a line of facts about *rule*, then when it runs, unless that is always."""
    facts = [f"Family: {family}", f"Severity: {rule.severity}", f"Fix: {rule.fix or 'none'}"]
    yield " · ".join([*facts, f"Since: {rule.since}"] if rule.id in FAMILY else facts)
    if not rule.default:
        yield f'Off by default: select it with `extend-select = ["{rule.id}"]` or `--extend-select {rule.id}`.'
    elif rule.omits_finished:
        yield "Completed plans are checked only if the rule is selected by name or by the preset `strict`."


def _options(rule: type[Rule], text: str) -> str:
    """Return the options of *rule* as a list with types and defaults; *text* describes them."""
    meanings = {name: " ".join(meaning.split()) for name, meaning in _OPTION.findall(text.strip())}
    lines = []
    for attribute, kind in rule.options().items():
        name = attribute.replace("_", "-")
        default = f"default `{_toml(getattr(rule, attribute))}`"
        if attribute in rule.strict_options:
            default += f", `{_toml(rule.strict_options[attribute])}` in the preset `strict`"
        lines.append(f"- `{name}` ({_TYPES.get(kind, kind)}, {default}): {meanings.get(name, '')}")
    return "\n".join(lines) + f"\n\nSet options in the table `[rules.{rule.id}]` of the configuration.\n"


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')


def with_carets(text: str) -> Iterator[str]:
    """Yield the lines of *text*, with text marked «so» underlined on an extra line."""
    depth = 0
    for line in text.split("\n"):
        plain, under = "", ""
        for character in line:
            if character in "«»":
                depth = 1 if character == "«" else 0
                continue
            plain += character
            under += "^" if depth else " "
        yield plain
        if under.strip():
            yield under.rstrip()
