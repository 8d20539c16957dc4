"""Hostile inputs, each run as a whole process under a limit of memory and time: ``python -m tests.hostile``."""
