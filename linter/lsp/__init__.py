"""The language server (LSP 3.17).

``server``, ``language_server``, ``features`` and ``positions`` use the protocol library; the other modules use offsets.
"""
