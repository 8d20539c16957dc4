"""The language server (LSP 3.17). Only ``server.py`` knows the protocol library; the rest speaks offsets."""
