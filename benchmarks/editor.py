"""The time from the last key to the diagnostic of a mistake, in a plan of 500 tasks in the language server."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

from benchmarks import inputs
from benchmarks.floor import parse
from benchmarks.measure import environment

if TYPE_CHECKING:
    from collections.abc import Callable

TASKS = 500
BURST, PAUSE = 5, 0.03  # keys before the one that counts, and seconds between them
_NAME = "phase-1-progress.md"


def prepare(folder: Path) -> str:
    """Write a repository of ten phases to *folder*, the first of 500 tasks, which is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    for phase in range(2, 11):
        (folder / f"phase-{phase}-progress.md").write_text(inputs.plan("editor", phase, 20), encoding="utf-8")
    text = inputs.plan("editor", 1, TASKS)
    (folder / _NAME).write_text(text, encoding="utf-8")
    if not (folder / ".git").exists():
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    return text


def table(work: Path, runs: int) -> str:
    """Return a Markdown table: the lower bounds and the cost of one key in one process, then the delay in an editor."""
    folder = work / "inputs" / "editor"
    text = prepare(folder)
    before = os.getcwd()
    os.chdir(folder)
    try:
        measured = {**_in_process(text, runs), **_through_the_pipe(folder, text, runs)}
    finally:
        os.chdir(before)
    floor = _at(next(iter(measured.values())), 0.5)
    size = f"1 plan of {TASKS} tasks, {len(text) / 1e3:.0f} kB"
    rows = [f"| {size} | median | of the floor | p95 | most |", "|---|--:|--:|--:|--:|"]
    for name, times in measured.items():
        half = _at(times, 0.5)
        rows.append(
            f"| {name} | {half * 1e3:.1f} ms | {half / floor:.2f} "
            f"| {_at(times, 0.95) * 1e3:.1f} ms | {max(times) * 1e3:.1f} ms |"
        )
    return "\n".join(rows)


def _at(times: list[float], part: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def _in_process(text: str, runs: int) -> dict[str, list[float]]:
    """Return seconds of CPU: all events of the front matter, planlint's reading, and everything after one key."""
    from linter.formats.reader import read_bytes
    from linter.formats.registry import FORMATS
    from linter.lsp.server import make_server
    from linter.lsp.uris import path_of, uri_of
    from linter.syntax.nodes import Limits

    data, uri = text.encode(), uri_of(_NAME)
    server = make_server()
    published: list[Any] = []
    server.text_document_publish_diagnostics = published.append  # type: ignore[method-assign, assignment]
    server.protocol._workspace = _Workspace()  # type: ignore[assignment]

    def key(number: int) -> None:
        server.session.open(path_of(uri), _typed(text, number))
        server.publish(uri)
        assert len(published.pop().diagnostics) == number % 2

    steps: dict[str, Callable[[int], object]] = {
        "every event (the floor), CPU": lambda _: parse(data),
        "planlint's reading, CPU": lambda _: read_bytes(_NAME, data, FORMATS, Limits()),
        "one key: read, lint, diagnostics, CPU": key,
    }
    found: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(runs + 2):
        for name, step in steps.items():
            start = process_time()
            step(number)
            if number > 1:
                found[name].append(process_time() - start)
        gc.collect()  # the server does so when there is no typing
    gc.enable()
    return found


class _Workspace:
    position_encoding = "utf-16"


def _typed(text: str, number: int) -> str:
    """Return the plan as it is (even numbers), or with an extra character in the last dependency (odd ones)."""
    at = text.rindex("]\n    estimated_effort")
    return text[:at] + "9" * (number % 2) + text[at:]


def _through_the_pipe(folder: Path, text: str, runs: int) -> dict[str, list[float]]:
    """Return the seconds between sending the last key and receiving its diagnostics."""
    names = ("last key to diagnostic", f"the same, {BURST} keys before it at {PAUSE * 1e3:.0f} ms")
    found: dict[str, list[float]] = {name + kind: [] for name in names for kind in ("", ", CPU of the server")}
    client = _Client(folder)
    try:
        client.open(text)
        for before, name in zip((0, BURST), names, strict=True):
            for number in range(runs + 2):
                for count in range(before):
                    client.change(text + "x" * (count + 1))
                    sleep(PAUSE)
                client.count = -1
                start, spent = perf_counter(), client.cpu()
                client.change(_typed(text, 1))
                client.until(1)
                if number > 1:
                    found[name].append(perf_counter() - start)
                    found[f"{name}, CPU of the server"].append(client.cpu() - spent)
                client.change(text)
                client.until(0)
                sleep(0.5)
    finally:
        client.stop()
    return {name: times for name, times in found.items() if any(times)}


class _Client:
    """A minimal editor: it opens a file, types, and waits for diagnostics."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "linter", "server"]
        variables = {**environment(), "PYTHONPATH": str(Path(__file__).parent.parent)}
        self.process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.uri = (folder / _NAME).as_uri()
        self.version = 0
        self.count = -1
        self.send("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": {}}, id=1)
        while self.receive().get("id") != 1:
            pass
        self.send("initialized", {})

    def send(self, method: str, params: object, **more: int) -> None:
        data = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise SystemExit("the language server ended")
        message: dict[str, Any] = json.loads(stream.read(length))
        return message

    def open(self, text: str) -> None:
        item = {"uri": self.uri, "languageId": "markdown", "version": 0, "text": text}
        self.send("textDocument/didOpen", {"textDocument": item})
        self.until(0)

    def change(self, text: str) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def until(self, count: int) -> None:
        """Wait for *count* diagnostics."""
        while self.count != count:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                self.count = len(message["params"]["diagnostics"])

    def cpu(self) -> float:
        """Return the CPU seconds of the server, as Linux counts them; 0 elsewhere."""
        files = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in files) / 1e9

    def stop(self) -> None:
        self.send("shutdown", None, id=2)
        self.send("exit", None)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
