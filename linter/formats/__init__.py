"""The plan formats: ``adapter`` defines what a format is, ``registry`` lists them, and each has a module or package."""
