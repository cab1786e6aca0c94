"""The simulated twin of the ID-card reader: cards are laid on it and lifted off by a program."""

from datetime import date
from threading import Lock

from devices.contract import IdCard, ReaderError

# Invented people with valid numbers: whoever plays the demonstration lays them on by their key.
CARDS: dict[str, IdCard] = {
    "1": IdCard("欧阳晨", "320505198003120017", date(2040, 5, 1)),
    "2": IdCard("王小明", "320505199001010011", None),
    "3": IdCard("欧阳晨", "320505198003120017", date(2020, 5, 1)),  # over
}


class SimulatedIdCardReader:
    """A reader that fails, waits and reads as a real one does, when it is told to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._card: IdCard | None = None
        self._plugged = True

    def lay(self, card: IdCard) -> None:
        """Lay a card on the reader; it stays until it is lifted."""
        with self._lock:
            self._card = card

    def lift(self) -> None:
        """Take the card off."""
        with self._lock:
            self._card = None

    def plug(self, *, into: bool) -> None:
        """Plug the reader into the machine, or pull it out."""
        with self._lock:
            self._plugged = into

    def read(self) -> IdCard | None:
        """The card that lies on it."""
        with self._lock:
            if not self._plugged:
                raise ReaderError("the reader is not plugged in")
            return self._card
