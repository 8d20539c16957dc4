"""Fences, comments and headings compared with markdown-it-py, and the use of the blocks of a document."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from linter.syntax.markdown_blocks import COMMENT, FENCE, HEADING, blocks, fenced_code
from tests.conftest import Lint

PARSER = MarkdownIt("commonmark")
MARKERS = ["", "", "", " ", "  ", "   ", "    ", "\t", "> ", ">", "- ", "* ", "+ ", "1. ", "1) ", "001. ", "-\t"]
CONTENTS = """
word|word|```|````|~~~|~~~~|```yaml|``` a`b|~~~ `x` ~|``|`code`|# One|### Three ##|#none|####### seven|#|<!-- all -->
<!--|-->|a -->|<!-->|<div>|<details>|</details>|<b>|<?a|?>|<pre>|</pre>|---|***|- - -|===|-|*|1.|- [ ] box||
""".replace("\n", "|").split("|")
# markdown-it takes a `>` after four blanks for one of the quote above; by CommonMark it is code
LENIENT = re.compile(r"(?: {4}|\t) *>")
LINES = st.builds(
    lambda markers, content: "".join(markers) + content,
    st.lists(st.sampled_from(MARKERS), max_size=3),
    st.sampled_from(CONTENTS),
).filter(lambda line: not LENIENT.search(line))


def expected(text: str) -> list[tuple[str, int]]:
    """Return the kind of each block that markdown-it-py finds, and its first line."""
    found = []
    for token in PARSER.parse(text):
        kind = ""
        if token.type == "fence":
            kind = FENCE
        elif token.type == "heading_open" and token.markup.startswith("#"):
            kind = HEADING
        elif token.type == "html_block" and token.content.lstrip().startswith("<!--"):
            kind = COMMENT
        if kind and token.map:
            found.append((kind, token.map[0]))
    return found


def ours(text: str) -> list[tuple[str, int]]:
    return [(block.kind, text.count("\n", 0, block.start)) for block in blocks(text)]


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.lists(LINES, max_size=9), st.sampled_from(["\n", "\r\n"]))
@example(["- ```", "  code", "text", "```"], "\n")
@example(["> ```", "text"], "\n")
@example(["para", "2. ```", "", "2. ```"], "\n")
@example(["-", "", "  ```"], "\n")
@example(["<div>", "> ", "```", "", "```"], "\n")
@example(["\t```", "-\t\t```", " -\t```"], "\n")
def test_the_blocks_are_those_of_markdown_it(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert ours(text) == expected(text), text


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=9))
def test_blocks_do_not_overlap_and_end_with_a_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    at = 0
    for block in blocks(text):
        assert at <= block.start < block.end and (block.end == len(text) or text[block.end - 1] == "\n")
        at = block.end


@pytest.mark.parametrize(
    "text",
    [
        "```\n{}\n```\n",
        "~~~ yaml\n{}\n```\n~~~\n",
        "````\n```\n{}\n```\n````\n",
        "```\n    ```\n{}\n```\n",
        "```\n``` text\n{}\n```\n",
        "   ```\n{}\n   ```\n",
        "```\n{}\n",
        "1. step\n\n   ```\n   {}\n   ```\n",
        "- ```\n  {}\n",
        "> ```\n> {}\n",
        "\ufeff```\n{}\n```\n",
        "```\r\n{}\r\n```\r\n",
    ],
)
def test_what_is_in_fenced_code(text: str) -> None:
    text = text.format("code")
    assert text.index("code") in fenced_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "```\n```\n{}\n",
        "    ```\n{}\n",
        "``` a`b\n{}\n",
        "> ```\n\n{}\n",
        "> ```\n{}\n",
        "- ```\n{}\n",
        "``\n{}\n``\n",
        "- a\n  - b\n\n        ```\n    {}\n",
        "text\n    ~~~\n{}\n",
        "<pre>\n```\n</pre>\n{}\n",
        "<!--\n```\n-->\n{}\n",
    ],
)
def test_what_is_not_in_fenced_code(text: str) -> None:
    text = text.format("this")
    assert text.index("this") not in fenced_code(text)


EXAMPLES = [  # each is code as a whole
    "```text\n    ```\n{}\n```\n",
    "````markdown\n```text\n{}\n```\n````\n",
    "~~~\n```\n{}\n~~~\n",
    "1. so:\n\n   ```\n   {}\n   ```\n",
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_in_code_is_no_task_of_a_list(lint: Lint, example: str) -> None:
    code = example.format("- [ ] 1.1 an example")
    assert not lint({"openspec/changes/x/tasks.md": f"## 1. A\n\n- [ ] 1.1 a page\n\n{code}"}).violations
    code = example.format("- [ ] T001 an example")
    assert not lint({"specs/001-x/tasks.md": f"## 1. A\n\n- [ ] T001 a page\n\n{code}"}).violations


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_marker_in_code_is_none_of_the_board(lint: Lint, example: str) -> None:
    front = "---\nid: TASK-1\ntitle: A\nstatus: To Do\nassignee: []\nlabels: []\ndependencies: []\n---\n"
    files: dict[str, str | bytes] = {"backlog/config.yml": "statuses: [To Do, Done]\n"}
    files["backlog/tasks/task-1 - A.md"] = front + "\n" + example.format("<!-- SECTION:NOTES:BEGIN -->")
    assert [v.rule for v in lint(files).violations if v.rule == "ignored-field"] == []
    files["backlog/tasks/task-1 - A.md"] = front + "\n<!-- SECTION:NOTES:BEGIN -->\n"
    assert [v.rule for v in lint(files).violations if v.rule == "ignored-field"] == ["ignored-field"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [("```\n```", True), ("```\n", False), ("> ```\n\n", False), ("<!-- -->", True), ("<!--", False), ("# A", True)],
)
def test_whether_a_block_is_closed(text: str, closed: bool) -> None:
    assert [block.is_closed for block in blocks(text)] == [closed]


@pytest.mark.parametrize(
    "line",
    ["> " * 50_000, "- " * 50_000, " " * 100_000, "\t" * 100_000, "```\n" * 50_000, "- " * 100 + "a\n" + "\n" * 50_000,
     "<!--\n" * 50_000, "`" * 100_000, "<a b " * 20_000, "<a" + " b=c" * 30_000 + "\n", "* " * 50_000 + "x",
     "1. " * 30_000, ("> " * 99 + "- x\n") * 500, "-" * 100_000 + " x", "text\n" * 50_000, "<b\n" * 50_000],
)  # fmt: skip
def test_no_text_takes_long(line: str) -> None:
    before = process_time()
    sum(1 for _ in blocks(line))
    assert process_time() - before < 5  # quadratic would be minutes
