"""The YAML reader: exact offsets, values as written, the values of PyYAML, and errors for unsafe input."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from linter.syntax.nodes import Limits, MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree, values
from linter.syntax.yaml_reader import parse_yaml

FUZZ = settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
LIMITS = Limits()

WORD = "abkzAZ09éßЖ漢\u00a0\u0301🎉👩_./-"
START = "abkzAZ0919éЖ漢🎉"
LITERAL = [
    "1.10",
    "yes",
    "2026-02-30",
    "012",
    "0o17",
    "31224e8",
    "12:30",
    "~",
    "null",
    "-1",
    ".5",
    "a:b",
    "a#b",
    "x - y",
]


def parse(text: str, **limits: int) -> Tree:
    return parse_yaml(text, 0, Limits(**limits))


def root_of(text: str, **limits: int) -> Node:
    tree = parse(text, **limits)
    assert tree.root is not None, [error.message for error in tree.read_errors]
    return tree.root


def mapping_of(text: str) -> MappingNode:
    root = root_of(text)
    assert isinstance(root, MappingNode)
    return root


def only_error(text: str, **limits: int) -> ReadError:
    (error,) = parse(text, **limits).read_errors
    return error


def text_at(root: Node, *path: str | int) -> str:
    """The text of the scalar at *path*."""
    node: Node | None = root
    for step in path:
        node = (
            node.items[step]
            if isinstance(node, SequenceNode) and isinstance(step, int)
            else node and node.get(str(step))
        )
    assert isinstance(node, ScalarNode)
    return node.text


def plain_data(node: Node | None) -> object:
    """Strings, lists and lists of pairs: the content of a document without positions."""
    if isinstance(node, MappingNode):
        return {key: plain_data(value) for key, value in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [plain_data(item) for item in node.items]
    return node.text if isinstance(node, ScalarNode) else None


def composed(node: yaml.Node | None) -> object:
    """The same of what PyYAML composes. Raises TypeError where a collection is a key."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: composed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [composed(item) for item in node.value]
    return None if node is None else node.value


def pure(text: str) -> object:
    """The node that PyYAML's scanner, parser and composer, in Python, build from *text*."""
    return composed(yaml.compose(text, yaml.SafeLoader))


class Writer:
    """Writes a document piece by piece and remembers where each scalar and each key went."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.scalars: list[tuple[int, int, bool]] = []  # start, end, plain: in order of the text, keys left out
        self.keys: list[tuple[int, int]] = []  # of every node but the root, in the order of `values`
        self.names = 0

    def __repr__(self) -> str:
        return repr(self.text)

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    def add(self, text: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += text
        return start, len(self.text)

    def line_end(self) -> None:
        if self.chance(4):
            self.add(self.pick(" # note: [é, 🎉", "  ", "  # {" if self.text[-1] in "-:" else "\t# {"))
        self.add(self.pick("\n", "\n", "\r\n"))
        if self.chance(6):
            self.add(self.pick("\n", "\r\n", "# 漢: - 'x\n", "   # y\r\n"))

    def properties(self) -> None:
        self.names += 1
        self.add(self.pick(*[""] * 8, f"&n{self.names} ", f"&n{self.names}\t ", "!!int ", f"!!bool  &n{self.names} "))

    def word(self) -> str:
        if self.chance(4):
            return self.pick(*LITERAL)
        return self.draw(st.sampled_from(START)) + self.draw(st.text(WORD, max_size=5))

    def raw(self, flow: bool) -> tuple[str, bool]:
        """A scalar as written, on one line of the text; whether it is plain."""
        style = self.pick("plain", "plain", "single", "double")
        if style == "plain":
            words = [self.word() for _ in range(self.draw(st.integers(1, 2)))]
            text = self.pick(" ", "  ", "\t", "\u00a0").join(words)
            return text, True
        content = self.draw(st.text(WORD + " :#{}[],&*!|>%@`-?\"'\\\t", max_size=6))
        if style == "single":
            return "'" + content.replace("'", "''") + "'", False
        escaped = content.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + escaped + self.pick("", "\\u2028", "\\x41", "\\U0001F389") + '"', False

    def scalar(self, flow: bool, indent: int, key: tuple[int, int] | None) -> None:
        self.node(key)
        self.properties()
        style = "one line" if flow else self.pick(*["one line"] * 6, "literal", "quoted over two lines")
        if style == "literal":
            head = self.pick("|", ">", "|-", ">-", "|+") + self.pick("\n", "\r\n")
            pad = " " * (indent + 1)
            body = "".join(
                pad + line + self.pick("\n", "\r\n") for line in ("é: x", "  # 🎉", "y")[: 1 + self.names % 3]
            )
            start, end = self.add(head + body)
            self.scalars.append((start, end, False))
            return
        if style == "quoted over two lines":
            start, end = self.add(self.pick("'a\r\n", '"é\n', "'ü\u2028") + " " * (indent + 1) + "b🎉")
            start, end = start, self.add(self.text[start])[1]
            self.scalars.append((start, end, False))
            self.line_end()
            return
        raw, plain = self.raw(flow)
        start, end = self.add(raw)
        self.scalars.append((start, end, plain))
        if not flow:
            self.line_end()

    def node(self, key: tuple[int, int] | None) -> None:
        self.keys.append(key or (-1, -1))

    def key(self, index: int) -> tuple[int, int]:
        """A key of its own for every *index*."""
        self.properties()
        return self.add(self.pick("k{}", "ключ {}", "'🎉 {}'", '"\\"{}"', "1.1{}", "k:{}", "漢-{}").format(index))

    def flow(self, depth: int, key: tuple[int, int] | None) -> None:
        kind = "scalar" if depth == 0 else self.pick("scalar", "list", "mapping")
        if kind == "scalar":
            self.scalar(True, 0, key)
            return
        self.node(key)
        size = self.draw(st.integers(0, 3))
        self.add("[" if kind == "list" else "{")
        for index in range(size):
            self.add(self.pick("", " ", "  "))
            inner = None
            if kind == "mapping":
                inner = self.key(index)
                self.add(self.pick(": ", ":  ", " : "))
            self.flow(depth - 1, inner)
            self.add(self.pick("", " ") + ("," if index < size - 1 else self.pick("", "", ",")) + " ")
        self.add("]" if kind == "list" else "}")

    def block(self, depth: int, indent: int, key: tuple[int, int] | None) -> None:
        """A value, the cursor behind ``-``, ``:`` or at the begin of the document; ends with its line."""
        kind = "scalar" if depth == 0 else self.pick("scalar", "flow", "list", "mapping")
        before = self.text[-1:]
        if kind in ("scalar", "flow"):
            self.add(self.pick(" ", "  ") if before else "")
            if kind == "scalar":
                self.scalar(False, indent, key)
            else:
                self.flow(depth, key)
                self.line_end()
        else:
            self.node(key)
            compact = before == "-" and self.chance(2)
            if compact:
                self.add(" ")
                indent += 1
            elif before:
                if self.chance(5):
                    self.names += 1
                    self.add(f" &n{self.names}")
                self.line_end()
                indent += -1 if before == ":" and kind == "list" and self.chance(3) else self.draw(st.integers(0, 2))
            for index in range(self.draw(st.integers(1, 3))):
                if index or not compact:
                    self.add(" " * indent)
                if kind == "list":
                    self.add("-")
                    self.entry(depth, indent, None)
                else:
                    inner = self.key(index)
                    self.add(self.pick(":", " :"))
                    self.entry(depth, indent, inner)

    def entry(self, depth: int, indent: int, key: tuple[int, int] | None) -> None:
        self.block(depth - 1, indent + 1, key)


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    writer.block(3, 0, None)
    return writer


@FUZZ
@given(documents(), st.sampled_from([0, 1, 1000]))
def test_every_scalar_and_key_spans_exactly_its_raw_text(document: Writer, base: int) -> None:
    tree = parse_yaml(document.text, base, LIMITS)
    assert tree.root is not None and tree.read_errors == []
    nodes = list(values(tree.root))
    found = [(node.start - base, node.end - base, node.plain) for node in nodes if isinstance(node, ScalarNode)]
    assert found == document.scalars
    expected = [(start + base, end + base) if start >= 0 else (-1, -1) for start, end in document.keys]
    assert [(node.key_start, node.key_end) for node in nodes] == expected


@FUZZ
@given(documents())
def test_the_values_are_those_that_pyyaml_composes(document: Writer) -> None:
    text = document.text.replace("\t", " ")  # the pure scanner refuses tabs that YAML allows
    assert plain_data(parse(text).root) == pure(text)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("a: 1.10", "1.10"),
        ("a: yes", "yes"),
        ("a: 2026-02-30", "2026-02-30"),
        ("a: 0x_1F", "0x_1F"),
        ("a: " + "9" * 5000, "9" * 5000),
        ("a: ~", "~"),
        ("a: !!int abc", "abc"),
        ("a: 1:60", "1:60"),
    ],
)
def test_a_plain_scalar_is_kept_as_written(text: str, raw: str) -> None:
    node = mapping_of(text).get("a")
    assert isinstance(node, ScalarNode)
    assert (node.text, node.plain, text[node.start : node.end]) == (raw, True, raw)


@pytest.mark.parametrize(
    ("text", "raw", "content"),
    [
        ("a: x\n   y\n\n   z\nb: 1", "x\n   y\n\n   z", "x y\nz"),
        ("a: 'x''\r\n\r\n  é'\r\n", "'x''\r\n\r\n  é'", "x'\né"),
        ('a: "\\u00e9\\\n  z" # c', '"\\u00e9\\\n  z"', "éz"),
        ("a: 'é\u2028z'", "'é\u2028z'", "é\u2028z"),
        ("a: &x  !!str\t'q'", "'q'", "q"),
        ("a: !!str &x\n  q", "q", "q"),
        ("? a\n: &x q", "q", "q"),
        ("a: |2-\n   x\n", "|2-\n   x\n", " x"),
        ("{a: x}", "x", "x"),
        ("a:   # nothing\nb: 1", "", ""),
        ("a:", "", ""),
        ("{a, b: 1}", "", ""),
        ("{a: , b: 1}", "", ""),
    ],
)
def test_a_value_in_any_style_spans_its_raw_text(text: str, raw: str, content: str) -> None:
    node = mapping_of(text).get("a")
    assert isinstance(node, ScalarNode)
    assert (text[node.start : node.end], node.text) == (raw, content)
    assert text[node.key_start : node.key_end] == "a"


def test_a_comment_behind_an_anchor_is_no_part_of_the_value() -> None:
    text = "a: &x # comment\n  value\n"
    node = mapping_of(text).get("a")
    assert node is not None and text[node.start : node.end] == "value"


def test_a_verbatim_tag_is_no_part_of_the_value() -> None:
    text = "a: !<tag:yaml.org,2002:str> value\n"
    node = mapping_of(text).get("a")
    assert node is not None and text[node.start : node.end] == "value"


def test_an_anchor_is_no_part_of_an_empty_value() -> None:
    node = mapping_of("a: &x\nb: 1\n").get("a")
    assert node is not None and node.start == node.end


def test_explicit_keys_quoted_keys_and_keys_with_properties_have_the_span_of_their_text() -> None:
    text = "? 'ключ'\n: 1\n&a k: 2\n!!str \"🎉\" : 3\n"
    root = mapping_of(text)
    assert {key: text[node.key_start : node.key_end] for key, node in root.entries.items()} == {
        "ключ": "'ключ'",
        "k": "k",
        "🎉": '"🎉"',
    }


def test_a_flow_collection_spans_its_brackets() -> None:
    text = "é: [a, {b: [c]}] # x\r\nz: &n {}\r\n"
    spans = [text[n.start : n.end] for n in values(root_of(text)) if isinstance(n, SequenceNode | MappingNode)][1:]
    assert spans == ["[a, {b: [c]}]", "{b: [c]}", "[c]", "{}"]


def test_what_is_underlined_is_never_a_whole_block_collection() -> None:
    text = "a:\n  - x\n  - k: v\n    l: w\nb: [1]\nc:\n"
    root = mapping_of(text)

    def underlined(node: Node | None) -> str:
        assert node is not None
        return text[node.span[0] : node.span[1]]

    a = root.get("a")
    assert isinstance(a, SequenceNode)
    assert underlined(a) == "a"
    assert [underlined(item) for item in a.items] == ["x", "k"]
    assert underlined(root) == "a"
    assert underlined(root.get("b")) == "[1]"
    assert underlined(root.get("c")) == "c"
    assert root.key_span == (0, len(text))
    assert root_of("- - x\n").span == (4, 5)
    inner = mapping_of("a:\n  b: 1\n").get("a")
    assert underlined(inner) == "a"


def test_the_key_of_a_value_is_its_key_span_at_the_begin_of_the_text_too() -> None:
    root = mapping_of("a: 1\nb: [x]\n")
    assert [node.key_span for node in root.entries.values()] == [(0, 1), (5, 6)]
    b = root.get("b")
    assert isinstance(b, SequenceNode) and b.items[0].key_span == (9, 10)


def test_what_is_missing_in_a_mapping_is_reported_at_its_first_key_or_at_its_brackets() -> None:
    assert mapping_of("# c\nb: 1\na: 2\n").first_key_span == (4, 5)
    assert mapping_of(" {}").first_key_span == (1, 3)
    assert MappingNode(3, -1, -1, flow=False).first_key_span == (3, 4)
    assert SequenceNode(3, -1, -1, flow=False).span == (3, 4)


def test_values_walks_in_the_order_of_the_text_and_once_through_what_aliases_share() -> None:
    text = "a: &x [1, {b: 2}]\nc: *x\nd: 3\n"
    assert [node.text for node in values(root_of(text)) if isinstance(node, ScalarNode)] == ["1", "2", "3"]


def test_scalars_of_a_mapping_leave_collections_out() -> None:
    assert [(key, node.text) for key, node in mapping_of("a: 1\nb: [2]\nc: {d: 3}\ne: '4'").scalars()] == [
        ("a", "1"),
        ("e", "4"),
    ]


# Keys


def test_a_duplicate_key_is_reported_at_the_second_and_the_last_value_counts() -> None:
    text = "a: 1\nb: 2\n'a': 3\n"
    tree = parse(text)
    (error,) = tree.read_errors
    assert (error.rule, text[error.start : error.end], error.data) == ("duplicate-key", "'a'", {"key": "a"})
    assert error.message == "duplicate key `a`"
    assert error.related == (0, 1, "first defined here; this value is overwritten")
    assert plain_data(tree.root) == {"a": "3", "b": "2"}


def test_a_key_written_three_times_is_reported_twice_and_elsewhere_not_at_all() -> None:
    text = "x: {a: 1, a: 2, a: 3}\ny: {a: 1}\n"
    assert [(error.rule, error.start) for error in parse(text).read_errors] == [
        ("duplicate-key", 10),
        ("duplicate-key", 16),
    ]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [("{[a]: b}", "["), ("? - a\n  - b\n: v\n", "-"), ("? {a: b}\n: v\n", "{"), ("x: {? {a} : b}", "{")],
)
def test_a_collection_used_as_a_key_is_reported(text: str, flagged: str) -> None:
    assert [(f.rule, text[f.start : f.end]) for f in parse(text).read_errors] == [("syntax-error", flagged)]


def test_a_collection_used_as_a_key_through_an_alias_is_reported() -> None:
    assert [error.rule for error in parse("x: &a [1]\n*a : v\n").read_errors] == ["syntax-error"]


@pytest.mark.parametrize("text", ["a: {{placeholder}}", "a: {{ a b }}\n", "- {{x}}\n- {{y}}", "a: [{{x}}, 1]", "{{x}}"])
def test_a_placeholder_in_braces_is_not_reported(text: str) -> None:
    assert parse(text).read_errors == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3\n", {"x": "3", "y": "2"}),
        ("a: &a {x: 1, y: 2}\nb: {x: 3, <<: *a}\n", {"x": "3", "y": "2"}),
        ("a: &a {x: 1}\nc: &c {x: 2, z: 3}\nb:\n  <<: [*a, *c]\n", {"x": "1", "z": "3"}),
        ("a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c}\n", {"x": "1", "y": "2"}),
        ("b: {<<: {x: 1}, y: 2}\n", {"x": "1", "y": "2"}),
    ],
)
def test_a_merge_key_takes_over_what_is_not_there(text: str, expected: dict[str, str]) -> None:
    tree = parse(text)
    assert tree.root is not None and tree.read_errors == []
    found = plain_data(tree.root.get("b"))
    assert isinstance(found, dict)
    found.pop("<<", None)
    assert found == expected == {key: str(value) for key, value in yaml.safe_load(text)["b"].items()}


@pytest.mark.parametrize("text", ["<<: 1", "<<: [a, b]", "<<:", "a: {<<: *x}"])
def test_a_merge_key_with_nothing_to_merge_changes_nothing(text: str) -> None:
    tree = parse(text)
    assert list(mapping_of(text).entries) == ["<<"] if tree.root else tree.read_errors[0].rule == "syntax-error"


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("a: !!python/object/apply:os.system [ls]", "!!python/object/apply:os.system"),
        ("a: !custom x", "!custom"),
        ("!thing\na: 1", "!thing"),
        ("- !ruby/regexp 'é'", "!ruby/regexp"),
        ("!x k: v", "!x"),
    ],
)
def test_a_tag_that_asks_for_an_object_is_reported_and_the_rest_is_read(text: str, flagged: str) -> None:
    tree = parse(text)
    assert [(f.rule, text[f.start : f.end]) for f in tree.read_errors] == [("syntax-error", flagged)]
    assert plain_data(tree.root) == pure(text)


def test_the_tag_is_flagged_where_an_anchor_is_before_it() -> None:
    text = "a: &x !custom y\n"
    error = only_error(text)
    assert text[error.start : error.end] == "!custom"


@pytest.mark.parametrize("tag", ["!", "!!str", "!!int", "!!seq", "!!map", "!!null", "!!timestamp", "!!binary", "!!set"])
def test_the_tags_of_yaml_itself_are_not_reported(tag: str) -> None:
    assert parse(f"a: {tag} {'[]' if tag == '!!seq' else '{}' if tag in ('!!map', '!!set') else 'x'}").read_errors == []


# Aliases


def test_an_alias_is_where_it_is_written_and_shares_what_is_in_it() -> None:
    text = "a: &x [1, 2]\nb: *x\nc: &y é\nd: [*y]\n"
    root = mapping_of(text)
    a, b, d = root.get("a"), root.get("b"), root.get("d")
    assert isinstance(a, SequenceNode) and isinstance(b, SequenceNode) and isinstance(d, SequenceNode)
    assert text[b.start : b.end] == "*x" and text[b.key_start : b.key_end] == "b"
    assert [id(item) for item in b.items] == [id(item) for item in a.items]
    (alias,) = d.items
    assert isinstance(alias, ScalarNode)
    assert (alias.text, text[alias.start : alias.end], alias.key_start) == ("é", "*y", -1)


def test_an_alias_of_a_mapping_and_an_alias_as_a_key() -> None:
    text = "a: &x {k: 1}\n&y b: *x\nc: {*y : 2}\n"
    root = mapping_of(text)
    assert plain_data(root) == pure(text) == {"a": {"k": "1"}, "b": {"k": "1"}, "c": {"b": "2"}}
    b, c = root.get("b"), root.get("c")
    assert b is not None and text[b.start : b.end] == "*x"
    inner = c.get("b") if c else None
    assert inner is not None and text[inner.key_start : inner.key_end] == "*y"


def test_an_alias_means_the_last_anchor_of_its_name() -> None:
    root = root_of("- &x 1\n- *x\n- &x 2\n- *x\n")
    assert plain_data(root) == ["1", "1", "2", "2"]


def test_an_alias_of_nothing_is_a_syntax_error_at_the_alias() -> None:
    text = "a: &x 1\nb: [*x, *y]\n"
    error = only_error(text)
    assert (error.rule, text[error.start : error.end]) == ("syntax-error", "*y")
    assert parse(text).root is None


@pytest.mark.parametrize("text", ["&a [*a]", "a: &x {b: [*x]}", "&a {*a : 1}", "&a\n- b\n- - *a\n"])
def test_an_anchor_that_contains_itself_is_refused(text: str) -> None:
    tree = parse(text)
    (error,) = tree.read_errors
    assert (error.rule, error.data) == ("limit-exceeded", {"limit": "self-reference"})
    assert text[error.start] == "*" and tree.root is None


def bomb(levels: int, fan_out: int, kind: str) -> str:
    """Each level a list, or a mapping, of aliases of the level before."""
    lines = [f"l0: &l0 [{', '.join('x' * fan_out)}]"]
    for level in range(1, levels):
        if kind == "list":
            inner = "[" + ", ".join([f"*l{level - 1}"] * fan_out) + "]"
        elif kind == "merge":
            inner = "{<<: [" + ", ".join([f"*l{level - 1}"] * fan_out) + "]}"
        else:
            inner = "{" + ", ".join(f"k{index}: *l{level - 1}" for index in range(fan_out)) + "}"
        lines.append(f"l{level}: &l{level} {inner}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", ["list", "mapping", "merge"])
def test_aliases_that_multiply_are_refused_before_they_can_hurt(kind: str) -> None:
    text = bomb(9, 9, kind)
    began = time.process_time()
    tree = parse(text)
    assert time.process_time() - began < 5
    (error,) = tree.read_errors
    assert (tree.root, error.rule, error.data) == (None, "limit-exceeded", {"limit": "max-nodes"})
    assert text[error.start] in "*["


@FUZZ
@given(st.integers(1, 5), st.integers(1, 4), st.sampled_from(["list", "mapping"]))
def test_the_limit_counts_keys_and_values_with_the_aliases_expanded(levels: int, fan_out: int, kind: str) -> None:
    text = bomb(levels, fan_out, kind)
    keys = fan_out if kind == "mapping" else 0
    sizes = [1 + fan_out]
    while len(sizes) < levels:
        sizes.append(1 + keys + fan_out * sizes[-1])
    expanded = 1 + levels + sum(sizes)
    assert parse(text, max_nodes=expanded).root is not None
    assert [error.rule for error in parse(text, max_nodes=expanded - 1).read_errors] == ["limit-exceeded"]


# Limits


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "[{a: ", "{[", "- ? "])
@pytest.mark.parametrize("properties", ["", "&a ", "!!x "])
def test_deep_nesting_is_refused_at_once(opening: str, properties: str) -> None:
    text = properties + ("\n" if opening[0] in "-?" else "") + opening * 25_000
    began = time.process_time()
    tree = parse(text)
    assert time.process_time() - began < 5
    assert tree.root is None
    assert [(error.rule, error.data) for error in tree.read_errors] == [("limit-exceeded", {"limit": "max-depth"})]


@pytest.mark.parametrize("opening", ["[", "{a: ", "? ", "[{a: ", "{["])
@pytest.mark.parametrize("depth", [100, 1_500])
def test_where_it_is_too_deep_does_not_hang_on_the_parsers_own_limit(opening: str, depth: int) -> None:
    whole, short = (parse("x: " * (opening[0] != "?") + opening * levels) for levels in (depth, 70))
    assert [(error.start, error.end) for error in whole.read_errors] == [
        (error.start, error.end) for error in short.read_errors
    ]


@FUZZ
@given(st.integers(1, 70), st.sampled_from([("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")]))
def test_as_deep_as_the_limit_is_read_and_one_deeper_is_not(depth: int, brackets: tuple[str, str]) -> None:
    text = brackets[0] * depth + "x" + brackets[1] * depth
    assert parse(text, max_depth=depth).root is not None
    error = only_error(text, max_depth=depth - 1)
    assert (error.rule, error.data) == ("limit-exceeded", {"limit": "max-depth"})
    assert (error.start, error.end - error.start) == (len(brackets[0]) * (depth - 1), 1)


@pytest.mark.parametrize(
    ("text", "count", "flagged"),
    [
        ("[a, b, c, d]", 5, "d"),
        ("[[[[]]]]", 4, "["),
        ("[[[{}]]]", 4, "{"),
        ("{a: b, c: d}", 5, "d"),
        ("a: b\nc:\n", 5, "c"),
        ("[&a x, *a, *a]", 4, "*a"),
        ("&a k: *a", 3, "*a"),
        ("[&a [x, y], *a]", 7, "*a"),
    ],
)
def test_exactly_as_many_values_as_the_limit_are_read_and_the_first_one_over_it_is_flagged(
    text: str, count: int, flagged: str
) -> None:
    assert parse(text, max_nodes=count).read_errors == []
    error = only_error(text, max_nodes=count - 1)
    assert (error.rule, error.data) == ("limit-exceeded", {"limit": "max-nodes"})
    assert (text[error.start : error.end], error.start) == (flagged, text.rindex(flagged))


@pytest.mark.parametrize("text", ["-", "- a\n-\n"])
def test_an_empty_item_is_underlined_inside_of_the_text(text: str) -> None:
    for node in values(root_of(text)):
        assert 0 <= node.span[0] <= node.span[1] <= len(text)


# Text that does not parse


def test_a_second_document_is_reported_where_it_begins() -> None:
    text = "a: 1\n--- \nb: 2\n"
    error = only_error(text)
    assert (error.rule, text[error.start : error.end], error.message) == (
        "syntax-error",
        "---",
        "multiple YAML documents in one file",
    )
    assert parse(text).root is None
    assert parse("--- \na: 1\n...\n# the end\n").read_errors == []


@pytest.mark.parametrize(
    ("text", "flagged", "words"),
    [
        ("a: b: c\n", ":", "quote"),
        ("a: 'x\n", "'", "close the quote"),
        ("a: [1, 2\nb: 3\n", ":", "close the bracket"),
        ("a:\n\tb: 1\n", "\t", "spaces"),
        ("a: @x\n", "@x", "quote"),
        ('a: "\\q"\n', "\\q", "backslash"),
        ("é🎉: \u0001\n", "\u0001", "control characters"),
        ("a:\n  b: 1\n c: 2\n", "c", "indentation"),
    ],
)
def test_a_syntax_error_is_flagged_where_the_parser_stopped_and_reports_what_helps(
    text: str, flagged: str, words: str
) -> None:
    tree = parse(text)
    (error,) = tree.read_errors
    assert tree.root is None and error.rule == "syntax-error"
    assert words in f"{error.message} {error.help}"
    assert text[error.start : error.end].startswith(flagged)


@pytest.mark.parametrize(
    ("text", "begun"),
    [("a:\n  - x\n  b: 1\n", "-"), ("a: 1\nc:\n  d: 2\n e: 3\n", "a:"), ("a: 1\n- b\n", "a:")],
)
def test_where_the_block_begins_that_an_error_is_in_is_reported_too(text: str, begun: str) -> None:
    for base in (0, 100):
        (error,) = parse_yaml(text, base, LIMITS).read_errors
        assert error.message.startswith("invalid YAML: ")
        assert error.related is not None
        start, end, message = error.related
        assert (text[start - base : end - base], message) == (begun, "list or mapping starts here")
        assert start < error.start


def test_nothing_at_all_has_no_root_and_no_fault() -> None:
    for text in ("", "\n", "# comment\n", "---\n", "  \r\n"):
        tree = parse(text)
        assert (tree.root is None or plain_data(tree.root) == "", tree.read_errors) == (True, []), text


@pytest.mark.parametrize("text", ["\ufeffa: 1\n", "\ufeff---\n!x "])
def test_a_bom_before_the_yaml_shifts_no_offset(text: str) -> None:
    tree = parse(text)
    for node in values(tree.root) if tree.root else ():
        assert not isinstance(node, ScalarNode) or text[node.start : node.end] == node.text
    assert tree.root is not None


TOKENS = (
    *"abc:-?[]{},&*!|>'\"#%@ \n\t",
    *(
        "- ",
        ": ",
        "? ",
        "\n  ",
        "\n    ",
        "&a ",
        "*a",
        "&b ",
        "*b ",
        "!x ",
        "!!str ",
        "\r\n",
        "\u2028",
        "\ufeff",
        "é",
        "🎉",
    ),
    *(
        "---\n",
        "\n--- ",
        "...\n",
        "<<: ",
        "a: ",
        "b: ",
        "'x'",
        '"y"',
        "|\n",
        ">-\n",
        "\x00",
        "\x07",
        "\x85",
        "%YAML 1.1\n",
        "{{x}}",
    ),
)
SOUP = st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)


def check_faults(text: str, base: int, tree: Tree) -> None:
    for error in tree.read_errors:
        assert error.rule in ("syntax-error", "duplicate-key", "limit-exceeded")
        assert base <= error.start <= error.end <= base + len(text), error.message
        assert error.start < error.end or not text or error.data == {"key": ""}, error.message
        if error.related:
            assert base <= error.related[0] <= error.related[1] <= base + len(text)
    for node in values(tree.root) if tree.root else ():
        assert base <= node.start <= node.end <= base + len(text)
        assert -1 <= node.key_start <= node.key_end <= base + len(text)


@settings(FUZZ, max_examples=200)
@given(st.one_of(SOUP, st.text(max_size=30)), st.sampled_from([0, 7]))
def test_any_text_is_read_or_has_a_fault_inside_of_it(text: str, base: int) -> None:
    assume(not text.startswith("\ufeff"))
    tree = parse_yaml(text, base, LIMITS)
    check_faults(text, base, tree)


@settings(FUZZ, max_examples=200)
@given(SOUP)
def test_what_pyyaml_composes_is_read_to_the_same_and_what_it_refuses_is_refused(text: str) -> None:
    assume(not text.startswith("\ufeff") and "<<" not in text)
    tree = parse(text)
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        if "duplicate anchor" not in str(error):  # YAML lets an anchor be set again, PyYAML does not
            assert tree.root is None and tree.read_errors
        return
    if any(error.data == {"limit": "self-reference"} for error in tree.read_errors):
        return
    try:
        expected = composed(node)
    except TypeError:
        assert tree.read_errors or "{{" in text or "*" in text
    else:
        assert plain_data(tree.root) == expected
        assert {error.rule for error in tree.read_errors} <= {"duplicate-key"} or "!" in text
