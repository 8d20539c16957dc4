"""Benchmarks of planlint, other tools, and the lower bounds for any such linter. ``python -m benchmarks``."""
