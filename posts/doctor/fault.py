from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True)
class Fault:
    text: str
    remedy: str
    _: KW_ONLY
    is_broken: bool = False  # readers or editors miss something now, or data is at risk
