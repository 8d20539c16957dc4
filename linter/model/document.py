"""The lenient typed model that rules read. Filled by an adapter of ``linter/formats`` while it reads a file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from linter.schema.validator import ShapeFault
    from linter.syntax.front_matter import FrontMatter
    from linter.syntax.nodes import MappingNode, ReadError, ScalarNode
    from linter.syntax.source import Source


class Document:
    """A file that is ours. ``root`` is None when it could not be read; ``faults`` then say why."""

    kind = "document"
    severities: Mapping[str, str] = {}  # how bad the rules' violations are in its format, where not as usual
    missing: tuple[tuple[str, ScalarNode], ...] = ()  # the field and value of what names something that is not there
    is_doubtful = False  # whether it is ours only in a directory that has a plan of its kind
    comments = "yaml"  # where suppressions stand: in YAML (and the Markdown below it), in markdown, or nowhere

    def __init__(self, source: Source, root: MappingNode | None, faults: list[ReadError], kind: str = "") -> None:
        self.source = source
        self.path = source.path
        self.directory, _, self.name = source.path.rpartition("/")
        self.root = root
        self.faults = faults
        self.front_matter: FrontMatter | None = None
        self.dates: list[tuple[MappingNode, str, ScalarNode]] = []  # the mapping, the field in it, the value
        self.has_schema = True  # whether the schema of its kind applies to it
        self._shape: list[ShapeFault] | None = None
        self._judged: tuple[int, ...] = ()  # schemas beside that of its kind
        if kind:
            self.kind = kind

    @property
    def is_finished(self) -> bool:
        """Whether its status and all its tasks are done or closed; without tasks its status alone."""
        return False

    def judge(self, schema: dict[str, Any]) -> None:
        """Judge its shape by another *schema* too. Raises jsonschema.SchemaError."""
        if self.root is not None and id(schema) not in self._judged:
            from linter.schema.plugin_validator import faults

            self._judged += (id(schema),)
            self._shape = [*self.shape, *faults(schema, self.root, self.source)]

    @property
    def shape(self) -> list[ShapeFault]:
        """What is wrong with its shape by the schema of its kind, and by those of plugins."""
        if self._shape is None:
            self._shape = []
            if self.has_schema and self.root is not None:
                from linter.schema.prepared import schema_of
                from linter.schema.validator import faults

                self._shape = faults(schema_of(self.kind), self.root, self.source)
        return self._shape

    def date_problem(self, field: str, text: str) -> str:
        """What is wrong with how *text*, the date in *field*, is written, of formats that have a way of their own."""
        return ""

    @property
    def post(self) -> Any:
        """The file as python-frontmatter's ``frontmatter.Post`` (imported here, when it is asked for)."""
        from linter.model.frontmatter_post import post

        return post(self.source.text, self.front_matter if self.root is not None else None)
