"""The plan formats: ``adapter`` says what one is, ``registry`` lists them, each has a module or package here."""
