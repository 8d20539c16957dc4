"""Diagrams of plans: ``builder`` makes the model from a project; the renderers draw it and read no files."""
