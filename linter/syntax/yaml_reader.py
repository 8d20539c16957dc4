"""YAML text to nodes: plain YAML a line at a time, all else by the events of PyYAML's parser, imported for it."""

from __future__ import annotations

from linter.syntax import yaml_fast_path as block_tree
from linter.syntax.nodes import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.nodes import Limits


def parse_yaml(text: str, base: int, limits: Limits) -> Tree:
    """Parse one YAML document; *base* is the offset of *text* in its file.

    Raises nothing: a text that does not parse, or goes over *limits*, has no root and a fault that says why.
    """
    if text.startswith("\ufeff"):  # libyaml does not count it
        text, base = text[1:], base + 1
    plain = block_tree.read(text, base, limits)
    return Tree(plain, []) if plain is not None else parse_events(text, base, limits)


def parse_events(text: str, base: int, limits: Limits) -> Tree:
    """The same from the parser's events, whatever the text is."""
    from linter.syntax.yaml_events import parse

    return parse(text, base, limits)
