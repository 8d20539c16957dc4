"""Fuzzing: what must hold for any input (``targets``), tried by coverage (``python -m fuzz``) and by the tests."""
