"""Stories to cite, the ordinary and the hostile."""

from dataclasses import replace
from datetime import date

from posts.citing import CitedStory

SITE = "https://days.example"
ACT = CitedStory(
    key="on-this-day-7",
    title="NATO and Russia sign a Founding Act",
    site="On This Day",
    url=f"{SITE}/posts/founding-act/",
    published=date(2025, 5, 27),
    event_date="27 May 1997",
    language="en",
    description="Two blocs declare\nthat they are no adversaries.",
    keywords=("treaty", "cold war"),
)
UNDATED = replace(ACT, event_date="", description="", keywords=(), language="")
HOSTILE_TITLES = {
    "script": "</script><script>alert(1)</script>",
    "quotes": "“The end” of 'all' \"wars\"",
    "braces": "{unbalanced}} {\\textbf and \\\\ more",
    "TeX": "50% of R&D: $5 #1 a_b ~home 2^8 \\input{x}",
    "emoji": "🏺 Writing in clay",
    "right to left": "הכרזת העצמאות",
    "RIS": "ER  - and TY  - BOOK",
    "at": "@book{key, title = {x}}",
    "long": "A title of two hundred characters " * 6,
    "plus": "1 + 1 = 2 & more; ?",
}
HOSTILE = {name: replace(ACT, title=title[:200]) for name, title in HOSTILE_TITLES.items()}
STORIES = {
    "day": ACT,
    "undated": UNDATED,
    "circa": replace(ACT, event_date="c. 1200?"),
    "BC": replace(ACT, event_date="15 March 44 BC"),
    "range": replace(ACT, event_date="28 July 1914 – 11 November 1918"),
    "Old Style": replace(ACT, event_date="25 October (O.S.) / 7 November 1917"),
    "French": replace(ACT, title="Où est « la paix » ?", language="fr"),
    **HOSTILE,
}
