"""Draws figures as bars, in an SVG that follows the reader's theme and needs no script."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

LABEL, LONGEST, ROW, GAP = 280, 330, 24, 40  # pixels
WIDTH = LABEL + LONGEST + 80
STYLE = """text{font:14px system-ui,sans-serif;fill:#222}.title{font-weight:600}
.ours{fill:#a8321f}.other{fill:#8a8578}
@media(prefers-color-scheme:dark){text{fill:#eee}.ours{fill:#e8705c}.other{fill:#98948a}}"""


@dataclass(frozen=True)
class Bar:
    name: str
    value: float
    is_ours: bool


def draw(panels: dict[str, list[Bar]]) -> str:
    """Return the picture; each panel has a scale of its own, which begins at nothing."""
    shown = {title: bars for title, bars in panels.items() if bars}
    height = sum(GAP + ROW * len(bars) for bars in shown.values()) + 10
    told = "; ".join(f"{bar.name} {bar.value:,.0f}" for bars in shown.values() for bar in bars)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(f'{chr(44).join(shown)}: {told}')}</title><style>{STYLE}</style>",
            *_panels(shown),
            "</svg>\n",
        )
    )


def _panels(shown: dict[str, list[Bar]]) -> Iterator[str]:
    top = 0
    for title, bars in shown.items():
        yield f'<text class="title" x="0" y="{top + 24}">{escape(title)}</text>'
        most = max(bar.value for bar in bars)
        for bar, y in zip(bars, count(top + GAP, ROW)):
            long, kind = round(LONGEST * bar.value / most), "ours" if bar.is_ours else "other"
            name = bar.name.removesuffix(", nothing kept")  # as the title of the panel says
            yield f'<text x="0" y="{y + 13}">{escape(name)}</text>'
            yield f'<rect class="{kind}" x="{LABEL}" y="{y}" width="{long}" height="16"/>'
            yield f'<text x="{LABEL + long + 6}" y="{y + 13}">{bar.value:,.0f}</text>'
        top += GAP + ROW * len(bars)
