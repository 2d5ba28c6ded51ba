"""Why an engine steps aside."""


class Doubt(Exception):
    """Something about the file is not plainly clean: the exact reader has to look."""
