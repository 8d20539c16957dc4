"""Parse YAML to nodes: simple YAML line by line, anything else by PyYAML's parser, which is imported only then."""

from __future__ import annotations

from linter.syntax import yaml_fast_path
from linter.syntax.nodes import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.nodes import Limits


def parse_yaml(text: str, base: int, limits: Limits) -> Tree:
    """Parse one YAML document; *base* is the offset of *text* in its file.

    Raises nothing: if *text* is invalid or exceeds *limits*, the tree has an error and no root.
    """
    if text.startswith("\ufeff"):  # libyaml does not count the BOM
        text, base = text[1:], base + 1
    plain = yaml_fast_path.read(text, base, limits)
    return Tree(plain, []) if plain is not None else parse_events(text, base, limits)


def parse_events(text: str, base: int, limits: Limits) -> Tree:
    """Parse one YAML document by the events of PyYAML's parser."""
    from linter.syntax.yaml_events import parse

    return parse(text, base, limits)
