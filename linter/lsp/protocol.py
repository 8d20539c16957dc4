"""Invalid requests as messages that are answered, as LSP 3.17 asks, which pygls only logs."""

from __future__ import annotations

from pygls.exceptions import JsonRpcException
from pygls.protocol import JsonRPCRequestMessage, LanguageServerProtocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INVALID_REQUEST = "planlint/invalidRequest"


class Protocol(LanguageServerProtocol):
    """The protocol of the server. Without an answer to an invalid request, an editor would wait for one."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message in *data*; for an invalid request, one that is answered with the error.

        Raises JsonRpcException for other invalid messages.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if not isinstance(data.get("id"), str | int) or "method" not in data:
                raise
            return JsonRPCRequestMessage(data["id"], INVALID_REQUEST, self.VERSION, error)
