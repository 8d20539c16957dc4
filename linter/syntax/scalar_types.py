"""The types of scalars: null, boolean, number, string or placeholder; YAML 1.1 and YAML 1.2 where they differ."""

from __future__ import annotations

import re

from linter.syntax.nodes import MappingNode, Node, ScalarNode, SequenceNode
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.syntax.source import Source

NULLS = frozenset(["", "~", "null", "Null", "NULL"])
MAX_NUMBER = 64  # longer numbers are strings: converting huge integers takes quadratic time

_INTEGER = lazy(r"[-+]?[0-9]+\Z")
_WHOLE = lazy(r"[-+]?[0-9]+\.0*\Z")  # JSON Schema 2020-12: a number without a fraction is an integer
_DECIMAL = lazy(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
BOOLEANS = frozenset("true True TRUE false False FALSE".split())
NO_TEXTS = NULLS | BOOLEANS  # words that no parser reads as strings
_OLD_BOOLEANS = frozenset("yes Yes YES no No NO on On ON off Off OFF".split())
_WORDS = NULLS | BOOLEANS | _OLD_BOOLEANS
_PLACEHOLDER = lazy(
    r"\[[A-Z][A-Z_ /-]*(?:_[0-9]+)?\]\Z|<[^<>\n]+>\Z|\{\{.*\}\}\Z|YYYY-MM-DD(?:T?HH:MM(?::SS)?Z?)?\Z|TBD\Z", re.DOTALL
)


def is_null(node: Node | None) -> bool:
    """Whether *node* is absent, ``null`` or a blank string: what the formats call missing."""
    if node is None:
        return True
    return isinstance(node, ScalarNode) and (node.text in NULLS if node.plain else not node.text.strip())


def text_of(node: Node | None) -> ScalarNode | None:
    """Return *node* if it is a scalar that is not blank or null, else None."""
    return node if isinstance(node, ScalarNode) and not is_null(node) else None


def string_of(node: Node | None) -> ScalarNode | None:
    """Return *node* if every parser reads it as a string, because of its quotes or its content, else None."""
    text = text_of(node)
    return text if text is not None and type_of(text) == "string" else None


def integer(node: Node | None) -> int | None:
    """Return the value of an unquoted decimal integer, else None; ``7.0`` is an integer, as in JSON Schema."""
    if not isinstance(node, ScalarNode) or not node.plain or len(node.text) > MAX_NUMBER:
        return None
    if _INTEGER.match(node.text):
        return int(node.text)
    return int(float(node.text)) if _WHOLE.match(node.text) else None


def number(node: Node | None) -> float | None:
    """Return the value of an unquoted decimal number, else None."""
    if isinstance(node, ScalarNode) and node.plain and len(node.text) <= MAX_NUMBER and _DECIMAL.match(node.text):
        return float(node.text)
    return None


def is_boolean(node: Node) -> bool:
    """Whether *node* is an unquoted ``true`` or ``false``."""
    return isinstance(node, ScalarNode) and node.plain and node.text in BOOLEANS


def is_placeholder(node: Node | None, source: Source) -> bool:
    """Whether the value is still to be filled in: ``[UPPER_CASE]``, ``<…>``, ``{{…}}``, ``YYYY-MM-DD``, ``TBD``."""
    if isinstance(node, ScalarNode):
        first = node.text[:1]
        if first.isalnum() and first not in "TY":
            return False  # nearly always
        return _PLACEHOLDER.match(node.text.strip()) is not None
    if isinstance(node, SequenceNode | MappingNode) and node.flow and node.end - node.start <= 200:
        return _PLACEHOLDER.match(source.text[node.start : node.end].strip()) is not None
    return False


def type_of(node: Node) -> str:
    """Return the JSON Schema type of the value, by the YAML 1.2 core schema (numbers that are too long are strings)."""
    if isinstance(node, ScalarNode):
        text = node.text
        if not node.plain:
            return "string"
        if text in NULLS:
            return "null"
        if text in BOOLEANS:
            return "boolean"
        if len(text) > MAX_NUMBER or not (text[0].isdigit() or text[0] in "+-."):
            return "string"
        if _INTEGER.match(text) or (_FLOAT_12.match(text) and float(text).is_integer()):
            return "integer"
        return "number" if _FLOAT_12.match(text) else "string"
    return "array" if isinstance(node, SequenceNode) else "object"


# forms that YAML 1.1 (yaml.org/type) or the YAML 1.2 core schema (section 10.3.2) do not read as strings
_SEXAGESIMAL = lazy(r"[-+]?(?:[1-9][0-9_]*(?::[0-5]?[0-9])+|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)\Z")
_OCTAL_11 = lazy(r"[-+]?0[0-7_]+\Z")
_ZERO_DECIMAL = lazy(r"[-+]?0[0-9]+\Z")
_OCTAL_12 = lazy(r"0o[0-7]+\Z")
_RADIX_11 = lazy(r"[-+]?0(?:b_*[01][01_]*|x_*[0-9a-fA-F][0-9a-fA-F_]*)\Z")
_UNDERSCORED = lazy(r"(?:[-+]?[1-9][0-9_]*|(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?)\Z")
_FLOAT_12 = lazy(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL = lazy(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_DATE_11 = lazy(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?\Z"
)
_CANONICAL = lazy(r"(?:0|-?[1-9][0-9]*)\Z")
_FRACTION = lazy(r"-?[0-9]+\.[0-9]+\Z")
_SIGNED_DOT = lazy(r"[-+]\.[0-9]+(?:[eE][-+]?[0-9]+)?\Z")


def is_doubtful(node: ScalarNode) -> bool:
    """Whether *node* is unquoted and may have ``readings``, which is rare."""
    text = node.text
    return node.plain and text != "" and (text[0] in "+-.0123456789" or text in _WORDS)


def readings(text: str) -> list[str]:
    """Return how parsers read the unquoted *text* where a string is expected; empty if all of them preserve it.

    A number that is printed as it is written (``7``, ``1.5``) is harmless; ``1.10`` becomes 1.1.
    """
    if text in NULLS:
        return ["nothing (null)"]
    if text in BOOLEANS:
        return [f"boolean {text.lower()}"]
    if text in _OLD_BOOLEANS:
        return [f"boolean {str(text.lower() in ('yes', 'on')).lower()} (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
    if _CANONICAL.match(text) or len(text) > MAX_NUMBER:
        return []
    if _FRACTION.match(text) and repr(float(text)) == text:
        return []
    if _SIGNED_DOT.match(text):
        return [f"text {text!r} (YAML 1.1)", f"number {_plain_number(text)} (YAML 1.2)"]
    if _SEXAGESIMAL.match(text):
        return ["a number in base 60 (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
    if _OCTAL_11.match(text):
        old, new = int(text.replace("_", ""), 8), _plain_number(text)
        if "_" in text:
            return [f"number {old} (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
        return [f"number {new}"] if str(old) == new else [f"number {old} (YAML 1.1)", f"number {new} (YAML 1.2)"]
    if _ZERO_DECIMAL.match(text):
        return [f"text {text!r} (YAML 1.1)", f"number {_plain_number(text)} (YAML 1.2)"]
    if _OCTAL_12.match(text):
        return [f"text {text!r} (YAML 1.1)", f"number {int(text, 8)} (YAML 1.2)"]
    if _RADIX_11.match(text):
        value = f"number {int(text.replace('_', ''), 0)}"
        if text.startswith("0x") and "_" not in text:
            return [value]
        return [f"{value} (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
    if _FLOAT_12.match(text):
        if ("e" in text or "E" in text) and not _yaml11_float(text):
            return [f"text {text!r} (YAML 1.1)", f"number {_plain_number(text)} (YAML 1.2)"]
        return [f"number {_plain_number(text)}"]
    if "_" in text and _UNDERSCORED.match(text):
        return [f"number {text.replace('_', '')} (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
    if _SPECIAL.match(text):
        return [f"number {text.strip('.').lower()}"]
    if _DATE_11.match(text):
        return ["a date (YAML 1.1)", f"text {text!r} (YAML 1.2)"]
    return []


def _yaml11_float(text: str) -> bool:
    """Whether *text* is a float in YAML 1.1, which needs a dot in the mantissa and a sign in the exponent."""
    mantissa, exponent = re.split("[eE]", text)
    return "." in mantissa and exponent[:1] in "+-"


def _plain_number(text: str) -> str:
    text = text.replace("_", "")
    if _INTEGER.match(text):
        return str(int(text))
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 and "e" in text.lower() else str(value)
