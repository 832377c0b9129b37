from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What did not come over: `place` is an old address, or the address of a post here."""

    place: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text} [{self.code}]"
