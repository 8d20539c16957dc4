"""Pictures of plans: ``picture`` makes the model from a project, the renderers draw the model and know of no files."""
