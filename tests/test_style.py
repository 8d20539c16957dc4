"""The style guide (docs/style.md) as a test: words and forms that are not in pages, documents, help and docstrings.

`problems` takes any text, so that messages, fix titles and docstrings can be added to `TEXTS` by a path each.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from linter.cli.arguments import COMMANDS
from linter.cli.command_arguments import parser_of
from tests.conftest import ROOT

MAX_SENTENCE_WORDS = 30  # the guide asks for fewer than 25; enumerations need some more


class Banned(NamedTuple):
    """A form that is not used, what to write in its place, and why."""

    pattern: str
    instead: str
    why: str


FOREIGN = "reads like a translation"
NEGATED = "a negated noun hides what is wrong"
RIDDLE = "a riddle instead of a noun"
TYPE = "types are named as in JSON Schema"
ONE_WORD = "one word for each thing"
HEADING = "a heading is a task or a noun that users search for"
BANNED = (
    Banned(r"\b[Mm]end(s|ed|ing)?\b", "fix, apply fixes", ONE_WORD),
    Banned(r"\bfindings?\b", "violation", ONE_WORD),
    Banned(r"\bfaults?\b", "problem, violation", ONE_WORD),
    Banned(r"\bjudge[sd]?\b|\bjudgements\b", "check, review", ONE_WORD),
    Banned(r"\b(tasks|'[^']+'|it|whatever|what) waits? for\b", "depends on", ONE_WORD),
    Banned(r"\bin a circle\b|\bcircles?\b", "cycle", ONE_WORD),
    Banned(r"\bwhole numbers?\b", "integer", TYPE),
    Banned(r"\b(a|is a|this is a|of) texts?\b(?! (file|output|node)\b)", "string", TYPE),
    Banned(r"(?<![Tt]here )\b(is|are|was|were) (no (?!longer\b)|none of\b)", "invalid …, is not a …", NEGATED),
    Banned(r"\bnone of the\b|\bin no list: |\bno \w+ to check\b|\bto check in it\b", "unknown, not listed", NEGATED),
    Banned(r"\b(names|knows) no\b|\bneed not name\b|\bmust name\b", "unknown, redundant", NEGATED),
    Banned(r"\b[Ss]t(ands?|ood) (twice|in|for|here|there|where|beside|at|before|behind|on|inside)\b", "is in", FOREIGN),
    Banned(r"\bl(ies|ay|ie) (in|at|on|below|beside|behind|elsewhere|outside|ahead)\b", "is in", FOREIGN),
    Banned(r"\bbesides?\b", "next to, in the same directory", FOREIGN),
    Banned(r"\bother half\b", "counterpart, related location", FOREIGN),
    Banned(r"\bspeaks? of\b|\bspoken of\b", "reports, mentions", FOREIGN),
    Banned(r"\b(says|said) (that|what|why|when|which|how|in|of|by)\b|\b(says?|said) '", "shows, describes", FOREIGN),
    Banned(r"\b(does|do) not say\b|\bsay (why|so|what)\b|\banything to say\b", "has no, add a reason", FOREIGN),
    Banned(r"\b(table|roll-up|number|message|name|status|file|folder) says\b", "shows, is", FOREIGN),
    Banned(r"\bin vain\b|\bhides nothing\b|\bis over since\b|\bits value is lost\b", "unused, expired", FOREIGN),
    Banned(r"\b(is|are) not there\b|^Not here$|^which is not\b", "missing, does not exist", FOREIGN),
    Banned(r"\bhas no \w+ in it\b|\btasks are caught\b|\bis already taken\b", "is empty, duplicate", FOREIGN),
    Banned(r"\bdoes not parse: |\bcannot be read: |\bcannot be read and\b", "invalid YAML: …", FOREIGN),
    Banned(r"\bis not written [A-Z]|\bis spelled '|\bcalls '|, at most \d+ is expected", "expected …", FOREIGN),
    Banned(
        r"\b(tasks|tools) (make it|are) \d|\bwhich (only )?another\b|\bonly another plan\b", "is defined in", FOREIGN
    ),
    Banned(r"\bbehind what\b|\bbefore '[^']*' of\b", "after its dependencies", FOREIGN),
    Banned(
        r"\btaken out\b|\bleft alone\b|\b[Ff]orgets? (those|what)\b|\baccepts? (what|the rest|today)",
        "removed",
        FOREIGN,
    ),
    Banned(r"\bthe rule's own\b|\bmilder\b|\bfor ever\b|\bwaits to be\b|\bhas to be \w+ed first\b", "default", FOREIGN),
    Banned(r"^this\b|\bthis (YAML|JSON)\b", "the subject's name", RIDDLE),
    Banned(r"^what\b|\bwhat stands\b|\band what it is to be\b|\bleave out what\b", "a noun", RIDDLE),
    Banned(r"\bwhat (is|was) (wrong|mended|there|looked at)\b|\ball that is safe\b|\bis well\b", "problems", RIDDLE),
    Banned(
        r"\bbefore you take it\b|\bnot these rules\b|\bearlier runs found\b|\bthat is kept\b", "review, disable", RIDDLE
    ),
    Banned(r"\bfrom this severity on\b|\bnothing at or over\b|\bthis one sees\b", "lowest severity", RIDDLE),
    Banned(r"\bas many as pay\b", "[default: auto]", RIDDLE),
    Banned(r"\bpage of that name\b|\bThe address holds\b", "No results", RIDDLE),
    Banned(r"\bin (our|one's) own words\b|\bours\b|\bseeds?\b|\b[Tt]he house\b", "a known word", "internal"),
    Banned(r"^What (it|is looked|git knows)\b|^What .* promises$|^(Keep it|See what|Try it)\b", "a task", HEADING),
    Banned(r"^(Changing a status|Safe on|Again, and|An old repository|The constraints of)\b", "a task", HEADING),
)
_RULES = [(re.compile(banned.pattern, re.MULTILINE), banned) for banned in BANNED]
_CODE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[^\n]*$|^ {4}[^\n]*$|<!--.*?-->", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\]\([^)]*\)|https?://\S+", re.DOTALL)


def problems(text: str) -> list[str]:
    """Return what in *text* the style guide does not want: the words, and what to write in their place."""
    return [
        f"{match[0]!r}: write {rule.instead} ({rule.why})"
        for pattern, rule in _RULES
        for match in pattern.finditer(text)
    ]


def prose(markdown: str) -> str:
    """Return *markdown* without code, comments and addresses; code in a line becomes ```` `…` ````."""
    return _INLINE.sub(lambda match: "`…`" if match[0].startswith("`") else "]", _CODE.sub("", markdown))


def paragraphs(markdown: str) -> Iterator[str]:
    """Yield headings, paragraphs, list items and table cells, each on one line."""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#|]|\d+\.) ?)", prose(markdown)):
        for cell in re.split(r"\s\|\s", block.strip().strip("|")) if block.lstrip().startswith("|") else [block]:
            text = " ".join(cell.split()).lstrip("#-* ")
            if text:
                yield text


def sentences(paragraph: str) -> list[str]:
    return re.split(r"(?<=[.:;?!])\s+", re.sub(r" ?\[\^[\w-]+\]", "", paragraph))  # without footnotes


FOUND = (  # strings that planlint had: each breaks the guide
    "plan_ref names 'X', which is not there from the root of the repository",
    "which is not there beside this file",
    "no tools_manifest.json stands beside this manifest of an MCP service",
    "this YAML does not parse: P",
    "a text with ': ' in it needs quotes",
    "key 'title' stands twice in one mapping",
    "the first 'title' is here, its value is lost",
    "this JSON does not parse: P",
    "created '2026/01/05' is no date: write YYYY-MM-DD, or …",
    "updated 'X' is not written YYYY-MM-DDTHH:MM:SSZ",
    "task 'A' depends on 'B', which is no task of this project: did you mean 'C'?",
    "task 'A' depends on 'B', which only another plan has",
    "batch_2 names 'X', which is no task of this plan",
    "critical_path names 'X', which is no task",
    "tasks wait for each other in a circle: A -> B -> A",
    "(3 more tasks are caught in it)",
    "dependency 'X' of task 'A' is no task id, so nothing can check it",
    "task id 'A' is already taken in this file",
    "task 'A' need not name 'B': 'C' waits for it, directly or not",
    "task 'A' is pending and stands in no batch",
    "move A behind what it depends on",
    "'A' runs in batch_2, before 'B' of batch_3, which it depends on",
    "batch_5 stands where batch_4 is expected",
    "batch_6 has no task in it",
    "completed_tasks is 1, but the tasks make it 2",
    "11 tasks stand here",
    "total_tools is 6, but the tools are 5",
    "the table says 'pending' of 'A', the front matter 'completed'",
    "the roll-up F calls 'A' pending, its phase file completed",
    "status 'In Progress' is spelled 'in_progress' in this format",
    "retries must be a whole number, this is a text",
    "coverage_percent is 120, at most 100 is expected",
    "tool 'x' stands in A and B",
    "tool 'x' is in progress, but stands in tools_completed",
    "2 tools of tools_manifest.json in no list: a, b",
    "'x' is no path of artifacts and no file of a tool",
    "current_phase 'x' is none of the phases",
    "is no chain of dependencies",
    "git knows no commit X",
    "task 'A' is completed and does not say when: no date in 'completed_at'",
    "the suppression of 'x' hides nothing",
    "the suppression of 'x' is over since D",
    "ignore must name rules: ignore[rule]",
    "(unsafe: look before you take it)",
    "fix all that is safe",
    "mend what can be mended safely; what remains is reported",
    "with --fix or --diff: judgements too, so look at the result",
    "not these rules",
    "exit 1 from this severity on",
    "processes (default: auto, as many as pay)",
    "neither use nor keep what earlier runs found",
    "where that is kept",
    "what the text on stdin is a file of",
    "leave out what 'exclude' names even when it is named here",
    "say what showed or hid what stands there",
    "delete what earlier runs found, and later ones would use again",
    "accept today's violations",
    "forget those that no longer occur",
    "what it does anyway: some editors say so",
    "an id and what it is to be",
    "'planlint' says what is wrong today: …; 'planlint --fix' mends what is safe, … accepts the rest",
    "README.md is no plan: nothing to check in it",
    "--now 'x' is no date and no date-time with a zone",
    "--jobs '0' is no number of processes: give 1 or more, or 'auto'",
    "all is well",
    "something has to be mended first; waiting for changes, Ctrl-C ends",
    "suppressed 29 violations: say why in the comments",
    "cannot be read and stays reported: mend it or exclude it",
    "2 entries taken out, 31 left",
    "left alone: …",
    "no rule has anything to say of this line",
    "the rule's own",
    "milder here than its rule",
    "cannot be read: Invalid value",
    "No page of that name.",
    "The address holds the filter: share it.",
    "Mending",
    "Not here",
    "An old repository",
    "Changing a status",
    "What is looked at",
    "Safe on what it reads",
    "Again, and on several cores",
    "Try it",
    "What it says",
    "accepts what is wrong today",
    "forgets what was mended since",
    "What git knows",
    "What a release promises",
    "The constraints of a manifest",
    "The house",
    "Keep it quick",
    "See what the tests would miss",
    "Keep it unbreakable",
    "mend what can be mended safely; a mended file fails the commit and waits to be staged",
    "Mend the plans",
    "annotate the lines, and write the summary of the job; no step after this one sees it",
    "0 nothing at or over fail-on",
)


@pytest.mark.parametrize("text", FOUND)
def test_a_string_that_broke_the_guide_is_found(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "task `A` depends on unknown task `B`",
        "duplicate key `title`",
        "`retries`: expected an integer, found a string",
        "A task depends on itself.",
        "There is no fix, because only a person knows which value is correct.",
        "The path no longer exists; `--fix` writes a new one next to it.",
        "[default: auto] [possible values: text, json]",
    ],
)
def test_plain_english_passes(text: str) -> None:
    assert not problems(text)


def _help(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.description or ""
    for action in parser._actions:
        if action.help and action.help != argparse.SUPPRESS:
            yield action.help


def _descriptions(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("description"), str):
            yield value["description"]
        for item in value.values():
            yield from _descriptions(item)
    for item in value if isinstance(value, list) else ():
        yield from _descriptions(item)


PAGES = [
    *sorted((ROOT / "linter").rglob("*.md")),
    *sorted(set((ROOT / "docs").rglob("*.md")) - {ROOT / "docs" / "style.md"}),  # which quotes what it bans
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_are_plain_english(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [f"{found}: {paragraph}" for paragraph in paragraphs(text) for found in problems(paragraph)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_sentences_are_short(page: Path) -> None:
    text = re.sub(r"^\|.*", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)  # tables have notes
    lines = [line for paragraph in paragraphs(text) for line in sentences(paragraph)]
    assert [line for line in lines if len(line.split()) > MAX_SENTENCE_WORDS] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_plain_english(command: str) -> None:
    assert [f"{found}: {text}" for text in _help(parser_of(command)) for found in problems(text)] == []


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", "action.yml"])
def test_descriptions_of_hooks_and_the_action_are_plain_english(name: str) -> None:
    found = _descriptions(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")))
    assert [f"{problem}: {text}" for text in found for problem in problems(text)] == []


IN_CODE = (  # and what docstrings and comments of the package do not have
    Banned(r"\bst(?:ands?|ood)\b", "is, is in", FOREIGN),
    Banned(r"\b(?:say|says|said|saying)\b", "tell, has, is", FOREIGN),
    Banned(r"\bspeaks? (?:of|for)\b|\bgo(?:es)? by\b", "is about, supports, uses", FOREIGN),
    Banned(r"\bholds?\b(?! up\b)", "contains, has, applies", FOREIGN),
    Banned(r"\bleads? out\b|\bled out\b", "escapes", FOREIGN),
    Banned(r"\b(?:no|any|some)body\b", "no one, unknown, another process", FOREIGN),
    Banned(r"\bjudg(?:e|es|ed|ing|ements?)\b", "check, validate", ONE_WORD),
    Banned(r"^What\b", "a noun phrase, or a verb", RIDDLE),
    Banned(
        r"(?<![\w/])(?:rules|formats|adapters|cli)\.md\b", "a page of docs/", "the document is not in the repository"
    ),
)
IN_STRINGS = (  # and what messages, notes and errors do not have
    Banned(r"\ball the same\b|\bas (it|they) (was|were)\b|\bmeanwhile\b", "anyway, unchanged", FOREIGN),
    Banned(r"\b(is|are|has|runs) \w* ?already\b(?! \w)|\bthere already\b", "already exists", FOREIGN),
    Banned(r"\bleads? (out|elsewhere)\b", "is outside of, points outside of", FOREIGN),
    Banned(r"\bholds?\b|\bhas nothing but\b|\bnothing but\b", "contains, contains only", FOREIGN),
    Banned(r"\blook(s|ed)? (at|into|in)\b(?! the same phase)", "search, read, list", FOREIGN),
    Banned(r"\bleave one of\b|\bswitched off\b|\bnothing is (added|written)\b", "disabled, no file was …", FOREIGN),
    Banned(r"\bnothing (wrong|to draw|asked)\b|\bas (it|they) should\b", "no violations, no tasks", NEGATED),
    Banned(
        r"\bis of version\b|\bdoes not answer\b|\bby someone else\b|\bby (its|their) whole\b", "standard terms", FOREIGN
    ),
    Banned(r"\bmust be [^,]+, this is\b|\badds? up to \d|, which is \d+ ?%", "expected …, found …", FOREIGN),
    Banned(r"\bexpected field\b.*\bmissing\b", "missing recommended field", FOREIGN),
    Banned(r"\bdoes not exist: \S+ has no\b", "is not a valid …", NEGATED),
    Banned(
        r"^(replace|list|make|set|write) it\b|^[Rr]eplace .* by\b", "Replace `old` with `new`", "a fix names its object"
    ),
)
MODULES = sorted((ROOT / "linter").rglob("*.py"))
TOOLS = [  # whose strings are inputs, too: only their docstrings and comments follow the guide
    ROOT / "_planlint.py",
    *(
        path
        for name in ("action", "benchmarks", "docs", "fuzz", "tests")
        for path in sorted((ROOT / name).rglob("*.py"))
    ),
]
_WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings with words of the module at *path*, with their lines: all but docstrings.

    Insertions of an f-string are an X.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    others = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    others |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in others:
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        if isinstance(node, ast.expr) and _WORDS.search(text):
            yield node.lineno, text


def problems_in_strings(text: str) -> list[str]:
    """Return what in *text*, a message or a part of one, the guide does not want."""
    found = [(match, rule) for rule in IN_STRINGS for match in re.finditer(rule.pattern, text)]
    return problems(text) + [f"{match[0]!r}: write {rule.instead} ({rule.why})" for match, rule in found]


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "linter").iterdir()))
def test_strings_of_the_package_are_plain_english(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {problem}: {text}"
        for path in MODULES
        if folder in path.parts
        for line, text in strings(path)
        for problem in problems_in_strings(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "docs is a folder that nobody looked into",
        "plan.md is left as it was",
        "planlint.toml is there already",
        "`root` leads out of the project",
        "notes.md holds nothing but blanks",
        "--staged and --show-files: leave one of the two out",
        "status.md was changed by someone else",
        "the new values would not read as they should",
        "the baseline is of version 7",
        "git status does not answer",
        "owner must be a string, this is a list",
        "`open_tasks` is 3, but the tasks add up to 4",
        "`progress` is 10, but 1 of 2 tasks are done, which is 50%",
        "Replace it by `T7`",
        "nothing wrong in 3 plans",
        "expected field `title` missing in task `T1`",
        "`created` 2026-04-31 does not exist: 2026-04 has no day 31",
    ],
)
def test_a_message_that_broke_the_guide_is_found(text: str) -> None:
    assert problems_in_strings(text)


GOLDENS = [*sorted((ROOT / "fixtures" / "rules").rglob("*.txt"))]
MESSAGE = re.compile(r"(?:.*: )?(?:error|warning): (.*)")
TITLE = re.compile(r"  (?:safe|unsafe): (.*)")
PLACE = re.compile(r"  \S+:\d+: (?:'.*?'|\".*?\"): (.*)")
HELP = re.compile(r"  help: (.*)")
MAX_MESSAGE_CHARS = 80  # names count as one, and lists of allowed values are extra


def forms(pattern: re.Pattern[str]) -> list[str]:
    lines = {line for path in GOLDENS for line in path.read_text(encoding="utf-8").splitlines()}
    return sorted({match[1] for line in lines if (match := pattern.fullmatch(line))})


def without_names(text: str) -> str:
    text = re.sub(r"(?<=invalid YAML): .*|, expected one of .*| \([^)]*\)", "", text)
    return re.sub(r"`[^`]*`(, `[^`]*`)*|\S+( -> \S+)+|\d[\d:TZ.+-]+", "…", text)


def test_messages_have_the_form_of_the_guide() -> None:
    messages = forms(MESSAGE)
    assert len(messages) > 200
    for text in messages:
        assert not problems_in_strings(re.sub(r"`[^`]*`", "`…`", text)), text
        assert re.match(r"[a-z`\d…]|MCP|SUMMARY", text) and not text.endswith((".", "!")), text
        assert not re.search(r"\b[Tt]his\b(?! context)|\bplease\b", text), text
        assert len(without_names(text)) <= MAX_MESSAGE_CHARS, text


def test_titles_of_fixes_are_imperatives_with_an_object() -> None:
    verbs = "Add|Assign|Convert|Move|Quote|Remove|Rename|Replace|Set|Write"
    titles = forms(TITLE)
    assert len(titles) > 30
    assert [text for text in titles if not re.match(rf"({verbs}) \S", text) or problems_in_strings(text)] == []


def test_related_places_are_short_noun_phrases() -> None:
    places = forms(PLACE)
    assert len(places) > 40
    for text in places:
        assert not problems_in_strings(re.sub(r"`[^`]*`", "`…`", text)), text
        assert text[0] in "`" or not text[0].isupper() or re.match(r"[A-Z\d.-]+\b", text), text
        assert len(without_names(text).split()) <= 10, text


def test_suggestions_are_lines_of_their_own() -> None:
    assert [text for text in forms(MESSAGE) if "did you mean" in text] == []
    assert [text for text in forms(HELP) if text[0].isupper() and not re.match(r"(GSD|VBW|Backlog)\b", text)] == []


@cache
def code_strings(path: Path) -> list[tuple[int, str]]:
    """Return the paragraphs of docstrings, and the comments, of the module at *path*, with their lines."""
    text = path.read_text(encoding="utf-8")
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            for paragraph in docstring.split("\n\n") if docstring else ():
                found.append((node.body[0].lineno, " ".join(paragraph.split())))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start[0], token.string.lstrip("# ")))
    return found


def problems_in_code(text: str) -> list[str]:
    """Return what in *text*, a docstring or comment, the guide does not want, outside code and names of parameters."""
    plain = re.sub(r"``[^`]+``|`[^`]+`|(?<!\*)\*\w+\*", "`…`", text)
    found = [(match, rule) for rule in IN_CODE for match in re.finditer(rule.pattern, plain)]
    found += [(match, IN_CODE[-1]) for match in re.finditer(IN_CODE[-1].pattern, text)]
    return problems(plain) + [f"{match[0]!r}: write {rule.instead} ({rule.why})" for match, rule in found]


def test_docstrings_and_comments_are_plain_english() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {problem}: {text}"
        for path in [*MODULES, *TOOLS]
        for line, text in code_strings(path)
        for problem in problems_in_code(text)
    ]
    assert found == []


def test_pages_that_docstrings_name_exist() -> None:
    for path in MODULES:
        strings = [text for _, text in code_strings(path)]
        pages = {ROOT / page for text in strings for page in re.findall(r"\b(?:docs|linter)/[\w/-]+\.md\b", text)}
        pages.update(path.with_name(page) for text in strings for page in re.findall(r"^See ``(\w+\.md)``", text))
        assert [page for page in pages if not page.is_file()] == [], path


@pytest.mark.parametrize(
    "text",
    [
        "None where there is no list; what stands in it is judged.",
        "The comments between the offsets that say nothing.",
        "What is wrong with the date.",
        "The folder that nobody may mend.",
        "Where front matter begins (``formats.md`` section 1).",
    ],
)
def test_a_docstring_that_broke_the_guide_is_found(text: str) -> None:
    assert problems_in_code(text)


def test_a_plain_docstring_passes() -> None:
    assert not problems_in_code(
        "Return the tasks that depend on *task*, in file order; ``says`` and `holds` are names."
    )
