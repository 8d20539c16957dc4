"""Base class for simple formats, which only parse a file and add its tasks."""

from __future__ import annotations

from linter.formats.adapter import FormatAdapter
from linter.model.board import TaskFile, no_root
from linter.model.document import Document
from linter.syntax.front_matter import split
from linter.syntax.nodes import MappingNode, Node, ReadError, ScalarNode, SequenceNode, Tree
from linter.syntax.scalar_types import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.formats.context import FileContext
    from linter.syntax.front_matter import FrontMatter
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

COMMENTS = {
    "yaml": "yaml",
    "front-matter": "yaml",
    "json": "",
    "text": "",
}  # of suppressions, by file syntax


class TaskFileFormat(FormatAdapter):
    """A format whose files contain tasks. A file that cannot be parsed is reported, never skipped.

    Every file that `may_match_path` and `may_match_content` accept is of the format: narrow them if another tool has
    files of that name.

    ``syntax``
        ``"yaml"``, ``"json"``, ``"front-matter"`` (Markdown that begins with YAML) or ``"text"`` (not parsed).
    """

    syntax = "text"

    def fill(self, document: TaskFile, root: Node) -> None:
        """Add tasks to *document*; *root* is the top-level mapping or list, for ``"text"`` an empty mapping."""
        raise NotImplementedError

    def identifies_itself(self, text: str) -> bool:
        """Return True, because path and content have matched."""
        return True

    def read(self, source: Source, limits: Limits, forced: bool, context: FileContext) -> Document | None:
        """Return the document with its tasks, or one without root whose ``read_errors`` tell why it is invalid."""
        front, tree = _READERS[self.syntax](source, limits)
        root = tree.root
        if not isinstance(root, MappingNode | SequenceNode):
            document = Document(source, None, tree.read_errors or [_without_root(source)], self.kinds[0])
            document.severities = self.severities
            return document
        top = root if isinstance(root, MappingNode) else no_root()
        task_file = TaskFile(self.kinds[0], self.severities, source, top, tree.read_errors)
        task_file.front_matter = front
        task_file.comments = COMMENTS[self.syntax]
        self.fill(task_file, root)
        return task_file


def read_yaml(source: Source, limits: Limits) -> Tree:
    """Parse the file as one YAML document. Raises nothing: ``read_errors`` are the errors, ``root`` may be None."""
    from linter.syntax.yaml_reader import parse_yaml

    return parse_yaml(source.text, 0, limits)


def read_json(source: Source, limits: Limits) -> Tree:
    """Parse the file as JSON. Raises nothing: ``read_errors`` are the errors, ``root`` may be None."""
    from linter.syntax.json_reader import parse_json

    return parse_json(source.text, limits)


def read_front_matter(source: Source, limits: Limits) -> tuple[FrontMatter | None, Tree]:
    """Parse the YAML at the beginning of a Markdown file. Raises nothing.

    Without an opening or closing ``---``, ``root`` is None and ``read_errors`` tell why.
    """
    front = split(source.text)
    if front is None:
        message = "no front matter: expected `---` on the first line"
        return None, Tree(None, [ReadError("missing-frontmatter", 0, source.first_line_end, message)])
    if front.body < 0:
        message = "the front matter is not closed: expected a line `---` after it"
        return front, Tree(None, [ReadError("unclosed-frontmatter", front.opening, front.opening + 3, message)])
    from linter.syntax.yaml_reader import parse_yaml

    return front, parse_yaml(source.text[front.start : front.end], front.start, limits)


def items_of(node: Node | None) -> list[Node]:
    """Return the items of a list; empty for anything else."""
    return node.items if isinstance(node, SequenceNode) else []


def texts_of(node: Node | None) -> list[ScalarNode]:
    """Return the scalars of a list that are not null; empty for anything else."""
    return [text for item in items_of(node) if (text := text_of(item))]


def _without_root(source: Source) -> ReadError:
    return ReadError("not-a-mapping", 0, source.first_line_end, "expected a mapping or a list at the top level")


_READERS: dict[str, Callable[[Source, Limits], tuple[FrontMatter | None, Tree]]] = {
    "yaml": lambda source, limits: (None, read_yaml(source, limits)),
    "json": lambda source, limits: (None, read_json(source, limits)),
    "front-matter": read_front_matter,
    "text": lambda source, limits: (None, Tree(no_root(), [])),
}
