"""planlint: a linter for plans kept in git."""

__version__ = "0.1.0"
