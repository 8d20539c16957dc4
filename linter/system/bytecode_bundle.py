"""The bytecode of this package in one file: to find and open a hundred small modules costs more than to lint a plan.

The file stands in ``__pycache__`` and counts as what stands there counts: a module's code is taken from it while the
module's source has the time and the size that the code was made from. Where it cannot be written, and for modules that
are not in it, Python imports as ever.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_ROOT = os.path.dirname(os.path.dirname(__file__))
_PREFIX = __name__.split(".")[0] + "."
_HEADER = 16  # bytes before the code in a .pyc (PEP 552): magic number, flags, time and size of the source


class _Loader(SourceFileLoader):
    """Loads a module from its source, whose code is known."""

    def __init__(self, name: str, path: str, code: bytes) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """See ``importlib.abc.InspectLoader``."""
        code: CodeType = marshal.loads(self._code)
        return code


class Bundle:
    """A finder for ``sys.meta_path``. ``save`` keeps what this run imported and the file does not have."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._before = set(sys.modules)
        self._files: dict[str, tuple[str, bytes]] = {}  # by module: source below the package, and its .pyc
        try:
            with open(file, "rb") as stream:
                files = marshal.loads(stream.read())
            self._files = files if isinstance(files, dict) else {}
        except (OSError, EOFError, ValueError, TypeError):
            pass  # it is made anew

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """See ``importlib.abc.MetaPathFinder``."""
        if name not in self._files:
            return None
        relative, compiled = self._files[name]
        source = os.path.join(_ROOT, relative)
        if not _is_fresh(compiled, source):
            return None
        spec = ModuleSpec(name, _Loader(name, source, compiled[_HEADER:]), origin=source)
        spec.has_location = True
        spec.cached = self.file
        if relative.endswith("__init__.py"):
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def save(self) -> None:
        """Write the file again where this run imported modules that are not in it."""
        if sys.dont_write_bytecode:
            return
        found = {}
        for name in [name for name in sys.modules if name.startswith(_PREFIX) and name not in self._before]:
            loader = sys.modules[name].__loader__
            if loader.__class__ is SourceFileLoader:
                entry = _entry(sys.modules[name])
                if entry is not None:
                    found[name] = entry
        if found:
            self._write({**self._files, **found})

    def remove(self) -> None:
        """Import as ever from now on."""
        sys.meta_path.remove(self)

    def _write(self, files: dict[str, tuple[str, bytes]]) -> None:
        temporary = f"{self.file}.{os.getpid()}"
        try:
            with open(temporary, "wb") as stream:
                stream.write(marshal.dumps(files))
            os.replace(temporary, self.file)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)


def install() -> Bundle:
    """Import from the bundle from now on."""
    optimized = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
    name = f"all.{sys.implementation.cache_tag}{optimized}.bundle"
    bundle = Bundle(os.path.join(_ROOT, "__pycache__", name))
    sys.meta_path.insert(0, bundle)
    return bundle


def _entry(module: ModuleType) -> tuple[str, bytes] | None:
    """The source and the ``.pyc`` of *module*; None where there is none that is valid."""
    spec = module.__spec__
    if spec is None or spec.origin is None or spec.cached is None:
        return None
    try:
        with open(spec.cached, "rb") as stream:
            compiled = stream.read()
    except OSError:
        return None
    return (os.path.relpath(spec.origin, _ROOT), compiled) if _is_fresh(compiled, spec.origin) else None


def _is_fresh(compiled: bytes, source: str) -> bool:
    """Whether the ``.pyc`` is of this Python and of *source* as it stands (those that go by a hash are left out)."""
    try:
        facts = os.stat(source)
    except OSError:
        return False
    time, size = int(facts.st_mtime) & 0xFFFFFFFF, facts.st_size & 0xFFFFFFFF
    expected = b"\0\0\0\0" + time.to_bytes(4, "little") + size.to_bytes(4, "little")
    return compiled.startswith(MAGIC_NUMBER) and compiled[4:_HEADER] == expected
