from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    text: str
    remedy: str
    is_broken: bool = False  # readers or editors miss something now, or data is at risk
