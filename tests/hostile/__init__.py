"""Hostile inputs, each run as a process with limits of memory and time: ``python -m tests.hostile``."""
