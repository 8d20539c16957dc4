"""Fuzzing: properties of any input (``targets``), tried with coverage (``python -m fuzz``) and by the tests."""
