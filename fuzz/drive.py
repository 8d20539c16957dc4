"""Run one target under atheris: ``python -m fuzz.drive TARGET FINDINGS CORPUS [libFuzzer's options]``.

Inputs that raise are written to FINDINGS, once for each location that raised, and the run continues.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from pathlib import Path

import atheris


def main() -> None:
    """Instrument planlint, then fuzz."""
    name, findings, corpus, *rest = sys.argv[1:]
    found, folder = Path(findings).resolve(), Path(corpus).resolve()
    with atheris.instrument_imports(include=["linter"]):
        from fuzz.targets import TARGETS, start

        _load_all()
    known = {path.stem for path in found.glob("*.txt")}
    target = TARGETS[name]

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            place = _place(error)
            if place not in known:
                known.add(place)
                (found / f"{place}.bin").write_bytes(data)
                summary = f"{type(error).__name__}: {error}"[:500].replace("\n", " ")
                details = "".join(traceback.format_exception(error))
                (found / f"{place}.txt").write_text(f"{summary}\n{details}", "utf-8", "backslashreplace")

    start()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    atheris.Setup([sys.argv[0], str(folder), *rest], one)
    atheris.Fuzz()


def _load_all() -> None:
    """Import every module now: later imports are not instrumented."""
    import pkgutil

    import linter

    for module in pkgutil.walk_packages(linter.__path__, "linter."):
        if not module.name.endswith("__main__"):
            try:
                __import__(module.name)
            except ImportError:  # part of an extra that is not installed
                continue


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "linter" in frame.filename or "fuzz" in frame.filename][-1:]
    where = "-".join(f"{Path(frame.filename).stem}-{frame.name}" for frame in ours)
    first = str(error)[:30] if isinstance(error, AssertionError) else ""
    key = f"{type(error).__name__}{where}{[(frame.name, frame.lineno) for frame in ours]}{first}"
    return f"{where}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"


if __name__ == "__main__":
    main()
