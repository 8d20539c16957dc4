"""The lenient typed model that rules read, filled by the adapters of ``linter.formats``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from linter.schema.validator import ShapeError
    from linter.syntax.front_matter import FrontMatter
    from linter.syntax.nodes import MappingNode, ReadError, ScalarNode
    from linter.syntax.source import Source


class Document:
    """A file that a format reads. ``root`` is None if it could not be read; ``read_errors`` then tell why."""

    kind = "document"
    severities: Mapping[str, str] = {}  # severities by rule that differ in its format
    missing: tuple[tuple[str, ScalarNode], ...] = ()  # field and value of references to missing things
    is_doubtful = False  # whether it is a plan only next to a plan of its kind
    comments = "yaml"  # the syntax of suppressions: YAML (and the Markdown below it), markdown, or none
    is_draft = False  # whether it is an idea, whose tasks are not planned yet
    is_shipped = False  # whether it belongs to a shipped milestone, whose numbers and statuses are not used again

    def __init__(self, source: Source, root: MappingNode | None, read_errors: list[ReadError], kind: str = "") -> None:
        self.source = source
        self.path = source.path
        self.directory, _, self.name = source.path.rpartition("/")
        self.root = root
        self.read_errors = read_errors
        self.front_matter: FrontMatter | None = None
        self.dates: list[tuple[MappingNode, str, ScalarNode]] = []  # mapping, field, value
        self.has_schema = True  # whether the schema of its kind applies
        self._shape: list[ShapeError] | None = None
        self._validated: tuple[int, ...] = ()  # schemas other than that of its kind
        if kind:
            self.kind = kind

    @property
    def is_finished(self) -> bool:
        """Whether its status and all its tasks are done or closed; without tasks only its status counts."""
        return False

    @property
    def is_completed(self) -> bool:
        """Whether it is a plan whose status is done, whatever its tasks are."""
        return False

    def validate_against(self, schema: dict[str, Any]) -> None:
        """Validate it against another *schema* too. Raises jsonschema.SchemaError."""
        if self.root is not None and id(schema) not in self._validated:
            from linter.schema.plugin_validator import validate

            self._validated += (id(schema),)
            self._shape = [*self.shape, *validate(schema, self.root, self.source)]

    @property
    def shape(self) -> list[ShapeError]:
        """The schema errors of the document, by the schema of its kind and those of plugins."""
        if self._shape is None:
            self._shape = []
            if self.has_schema and self.root is not None:
                from linter.schema.prepared import schema_of
                from linter.schema.validator import validate

                self._shape = validate(schema_of(self.kind), self.root, self.source)
        return self._shape

    def release(self) -> None:
        """Break reference cycles, so that the memory is freed at once; the document must not be used any more."""

    def expected_date(self, field: str, text: str) -> str | None:
        """Return the form that a format with its own rules expects of the date *text* in *field*; None if it has it."""
        return None

    @property
    def post(self) -> Any:
        """The file as ``frontmatter.Post`` of python-frontmatter, which is imported on first access."""
        from linter.model.frontmatter_post import post

        return post(self.source.text, self.front_matter if self.root is not None else None)
