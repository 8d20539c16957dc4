"""The three formats that are planlint's own: how their files are recognized.

The modules that read them are imported at the first file, because a run that finds all results in the cache reads none.
"""

from __future__ import annotations

import re
from posixpath import basename

from linter.formats.adapter import MARKDOWN, UTF_16, FormatAdapter
from linter.system.lazy_regex import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.formats.context import FileContext
    from linter.model.document import Document
    from linter.syntax.nodes import Limits
    from linter.syntax.source import Source

_FRONT = (b"---", b"\xef\xbb\xbf---")
_BLANK_OR_UTF_16 = (b"\n", b"\r", b" ", b"\t", b"\0", b"\xef\xbb\xbf", *UTF_16)  # begins files without words
_TEMPLATE = lazy(r"(?:^|/)templates?/|[-_]template\.(?:md|markdown)$")
_MANIFESTS = ("MANIFEST.yaml", "MANIFEST.yml")
_OWN_KEYS = (
    b"feature_name feature_slug agents_contributed mcp_service_name tools_status protocol_slug orchestration_skill"
)
_OWN = lazy(rb"^(?:\xef\xbb\xbf)?(?:" + b"|".join(_OWN_KEYS.split()) + rb")[ \t]*:", re.MULTILINE)
_PHASES = lazy(rb"^(?:\xef\xbb\xbf)?phases[ \t]*:", re.MULTILINE)
_CURRENT_PHASE = lazy(rb"^(?:\xef\xbb\xbf)?current_phase[ \t]*:", re.MULTILINE)


class ProgressFormat(FormatAdapter):
    """Markdown files whose front matter declares a plan or has tasks."""

    name = "progress"
    kinds = ("progress",)
    reads_blank = True

    def may_match_path(self, path: str) -> bool:
        """Return whether the file is Markdown and not a template."""
        return path.endswith(MARKDOWN) and ("template" not in path or not _TEMPLATE.search(path))

    def may_match_content(self, data: bytes) -> bool:
        """Return whether there is front matter with a required word."""
        has_word = b"progress" in data or b"tasks" in data
        if data.startswith(_FRONT) or not (has_word or data.startswith(_BLANK_OR_UTF_16) or not data):
            return has_word
        from linter.formats.progress_signs import may_be_unseen

        return data.startswith(UTF_16) or may_be_unseen(data)

    def identifies_itself(self, text: str) -> bool:
        """Return whether a line at column 0 declares a plan."""
        from linter.formats.progress_signs import identifies_itself

        return identifies_itself(text)

    def is_certain(self, path: str) -> bool:
        """Return True for ``*-progress.md``."""
        return path.endswith("-progress.md")

    def read(
        self, source: Source, limits: Limits, forced: bool = False, context: FileContext | None = None
    ) -> Document | None:
        """Return the plan in *source*, or None if it is not one; never None with *forced*."""
        from linter.formats import progress

        return progress.read(source, limits, forced)


class ManifestFormat(FormatAdapter):
    """Files ``MANIFEST.yaml`` with a key at column 0 that is specific to plans."""

    name = "manifest"
    kinds = ("manifest",)

    def may_match_path(self, path: str) -> bool:
        """Return whether the file is a ``MANIFEST.yaml``."""
        return path.endswith(_MANIFESTS) and basename(path) in _MANIFESTS

    def may_match_content(self, data: bytes) -> bool:
        """Return whether *data* has one of the keys."""
        if data.startswith(UTF_16):
            return True  # UTF-16: `identifies_itself` decides
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            return True  # `read` decides by the directory
        return bool(_OWN.search(data) or (_PHASES.search(data) and _CURRENT_PHASE.search(data)))

    def identifies_itself(self, text: str) -> bool:
        """Return whether text that could not be parsed has one of the keys."""
        return self.may_match_content(text.encode("utf-8", "replace"))

    def is_certain(self, path: str) -> bool:
        """Return True, because the name is sufficient."""
        return True

    def read(
        self, source: Source, limits: Limits, forced: bool = False, context: FileContext | None = None
    ) -> Document | None:
        """Return the manifest in *source*."""
        from linter.formats import manifest

        if not forced and not source.text.strip("\ufeff \t\r\n"):
            return manifest.empty(source)
        return manifest.read(source, limits)


class ToolsManifestFormat(FormatAdapter):
    """Files ``tools_manifest.json`` with the keys of the format, or next to a manifest."""

    name = "tools-manifest"
    kinds = ("tools-manifest",)

    def may_match_path(self, path: str) -> bool:
        """Return whether the file has that name."""
        return path.endswith("tools_manifest.json") and basename(path) == "tools_manifest.json"

    def identifies_itself(self, text: str) -> bool:
        """Return True: the name is sufficient for a file that no program can read."""
        return True

    def is_certain(self, path: str) -> bool:
        """Return True, because a manifest next to it needs it."""
        return True

    def read(
        self, source: Source, limits: Limits, forced: bool = False, context: FileContext | None = None
    ) -> Document | None:
        """Return the tools manifest in *source*, without a root if it cannot be parsed."""
        from linter.formats import tools_manifest

        return tools_manifest.read(source, limits, forced)
