"""The server with an editor that does not follow the protocol: each request is answered, and the exit code tells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

INITIALIZE: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
POSITION = {"textDocument": {"uri": "file:///a.md"}, "position": {"line": -1, "character": 0}}
INVALID = -32602  # of JSON-RPC: the parameters
UNKNOWN = -32601  # the method


def talk(folder: Path, *messages: tuple[str, Any] | str) -> tuple[dict[Any, Any], int]:
    """Return the answers to *messages*, by id (their number), and the exit code.

    A method with ``!`` is a notification, and a string is sent as it is.
    """
    data = b""
    for number, message in enumerate(messages):
        body: dict[str, Any] | str = message if isinstance(message, str) else {"jsonrpc": "2.0", "method": message[0]}
        if isinstance(body, dict):
            body |= {"params": message[1]} if message[1] is not None else {}
            body |= {"method": message[0][:-1]} if message[0].endswith("!") else {"id": number}
            body = json.dumps(body)
        data += b"Content-Length: %d\r\n\r\n%s" % (len(body.encode()), body.encode())
    command = [sys.executable, "-P", "-m", "linter", "server"]
    run = subprocess.run(command, cwd=folder, input=data, capture_output=True, timeout=60, check=False)
    replies = [json.loads(body) for body in re.split(rb"Content-Length: [^{]*", run.stdout)[1:]]
    return {reply["id"]: reply for reply in replies if "id" in reply and "method" not in reply}, run.returncode


def test_an_invalid_request_is_answered_with_an_error(tmp_path: Path) -> None:
    requests: list[tuple[str, Any] | str] = [
        ("initialize", {}),
        ("initialize", INITIALIZE),
        ("textDocument/hover", None),
        ("textDocument/hover", {"textDocument": 1}),
        ("textDocument/definition", POSITION),
        ("textDocument/codeAction", [1, 2]),
        ("textDocument/references!", {}),
        '{"jsonrpc": "2.0", "id": [1], "method": "textDocument/hover"}',
        ("no/such", {}),
        ("textDocument/documentSymbol", {"textDocument": {"uri": "file:///none.md"}}),
        ("shutdown", None),
        ("exit!", None),
    ]
    answers, code = talk(tmp_path, *requests)
    errors = {number: answer["error"]["code"] for number, answer in answers.items() if "error" in answer}
    assert errors == {0: INVALID, 2: INVALID, 3: INVALID, 4: INVALID, 5: INVALID, 8: UNKNOWN}
    assert answers[9]["result"] == [] and answers[10]["result"] is None and code == 0


@pytest.mark.parametrize(("last", "code"), [([("exit!", None)], 1), ([], 0)])
def test_the_exit_code_tells_whether_the_server_was_shut_down(
    tmp_path: Path, last: list[tuple[str, Any]], code: int
) -> None:
    assert talk(tmp_path, ("initialize", INITIALIZE), *last)[1] == code
