"""How fast planlint is, beside others and beside what no linter can go below. ``python -m benchmarks``."""
