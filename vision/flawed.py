"""How the eyes say no: a picture cannot be used, and why."""

from vocabulary.seeing import Flaw


class Flawed(Exception):
    """A picture cannot be used. Holds why, never the picture."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw
