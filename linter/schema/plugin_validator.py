"""Validate documents against the JSON Schemas of plugins (``SCHEMAS`` of a plugin module, by document kind).

The results are the same objects as those of ``linter.schema.validator``. Only this module imports jsonschema, so that
runs without such a schema do not pay for the import.
"""

from __future__ import annotations

from linter.schema.validator import ShapeError
from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.syntax.scalar_types import is_null, is_placeholder, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from jsonschema import ValidationError

    from linter.syntax.source import Source

MISSING = object()
_OURS = ("type", "enum", "pattern", "minimum", "maximum", "maxLength", "minProperties")


def data(node: Node, source: Source) -> Any:
    """Return the value of *node* as Python data for jsonschema.

    Null, blank strings and placeholders count as absent: they are left out of the list or mapping that contains them.
    """
    if isinstance(node, MappingNode):
        found = {key: data(value, source) for key, value in node.entries.items()}
        return {key: value for key, value in found.items() if value is not MISSING}
    if isinstance(node, SequenceNode):
        if is_placeholder(node, source):
            return MISSING
        return [value for item in node.items if (value := data(item, source)) is not MISSING]
    assert isinstance(node, ScalarNode)
    if is_null(node) or is_placeholder(node, source):
        return MISSING
    kind = type_of(node)
    if kind == "boolean":
        return node.text.lower() == "true"
    if kind == "integer":
        return int(float(node.text)) if not node.text.lstrip("+-").isdigit() else int(node.text)
    return float(node.text) if kind == "number" else node.text


def validate(schema: dict[str, Any], root: MappingNode, source: Source) -> Iterator[ShapeError]:
    """Yield the errors that jsonschema finds in the document, each at its most deeply nested cause.

    Raises jsonschema.SchemaError if *schema* is not a valid schema.
    """
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for error in sorted(validator.iter_errors(data(root, source)), key=lambda error: list(map(str, error.path))):
        yield from _shape_errors(_innermost(error), root)


def _innermost(error: ValidationError) -> ValidationError:
    """Return the error of the ``anyOf`` or ``oneOf`` branch that matched furthest: probably the intended one."""
    while error.context:
        error = max(error.context, key=_depth)
    return error


def _depth(error: ValidationError) -> tuple[int, bool, str]:
    return len(error.path), error.validator != "type", str(error.validator)


def _shape_errors(error: ValidationError, root: MappingNode) -> Iterable[ShapeError]:
    path: tuple[str | int, ...] = tuple(error.absolute_path)
    node: Node = root
    for step in path:
        below = node.items[step] if isinstance(node, SequenceNode) and isinstance(step, int) else node.get(str(step))
        if below is None:
            break
        node = below
    keyword = str(error.validator)
    expected: Any = error.validator_value
    if keyword == "required":
        present = set(error.instance) if isinstance(error.instance, dict) else set()
        fields = tuple(name for name in expected if name not in present)
        # jsonschema reports one error per field: the first lists them all
        return [ShapeError("required", node, path, None, fields)] if error.message.startswith(repr(fields[0])) else []
    if keyword == "type":
        return [ShapeError("type", node, path, (expected,) if isinstance(expected, str) else tuple(expected))]
    if keyword == "enum":
        return [ShapeError("enum", node, path, tuple(str(value) for value in expected))]
    if keyword in _OURS:
        return [ShapeError(keyword, node, path, expected)]
    return [ShapeError("x-other", node, path, keyword)]
