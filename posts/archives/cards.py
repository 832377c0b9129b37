"""Posts as lists print them: stored parts in the order of a list, by one statement."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from historyblog.databases.replica import connection
from posts.ago import with_years_ago
from posts.archives.cache import moment
from posts.archives.edition import edition
from posts.archives.stored import found_or_made
from posts.models import ArchiveQuerySet, PostQuerySet, public_sql
from posts.rendering import fill

type Parts = dict[str, Any]
type Row = tuple[int, int, int]  # (Post.pk, key of the archive, Julian Day Number) of an entry
_H2, _H3 = "h2", "h3"
_CARD = ("card", "stamp", "picture", "lead", "published", "era", "days")
_AMONG = 3  # the first entries of a list, of which one with a picture leads it
# What is listed comes first, from an index alone: a left join takes its tables in that order.
# Whatever may have listed a hidden post, its parts are asked for in vain: by a value and not by
# EXISTS, which PostgreSQL without statistics joins the other way round, from all public posts.
_SHOWN = f"""parts.edition = %s
    AND (SELECT {public_sql("post")} FROM posts_post post WHERE post.id = parts.post_id)"""  # noqa: S608
_JOINED = f"""SELECT listed.*, {{parts}}, (SELECT changed_at FROM posts_contentversion)
FROM ({{listed}}) AS listed
LEFT JOIN posts_storedparts parts ON parts.post_id = listed.{{key}} AND {_SHOWN}
ORDER BY {{order}}"""  # noqa: S608
_BY_KEY = f"""SELECT post_id, {{parts}} FROM posts_storedparts parts
WHERE post_id IN ({{keys}}) AND {_SHOWN}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Card:
    """A post of a list: `html` with slots, and what goes into them.

    `lead` is its picture as large as that of the entry that leads a list, or a drawn numeral.
    """

    key: int
    html: str
    stamp: str
    picture: str
    lead: str
    published: str
    era: int | None
    days: Mapping[str, str]  # stamps, by day and Julian Day Number
    is_lead: bool = False

    @classmethod
    def of(cls, key: int, parts: Parts) -> "Card":
        own = {name: parts[name] for name in ("stamp", "picture", "lead", "published", "era")}
        return cls(key, html=parts["card"], days=json.loads(parts["days"]), **own)

    @property
    def in_list(self) -> SafeString:
        return self._filled()

    @property
    def without_picture(self) -> SafeString:
        return replace(self, is_lead=False)._filled(picture="")

    @property
    def in_month(self) -> SafeString:
        """The card of a list by publish time, which tells that too."""
        alone = f'<p class="filed">\n{self.published}\n</p>'
        return self._filled(level=_H2, published=self.published, published_alone=alone)

    def on_day(self, month_day: int, jdn: int, *, level: str) -> SafeString | None:
        """Return the card with the stamp of a day, None for a post that has left it.

        Its entries follow a save, as its stored parts do. Who leads a day has a drawn numeral
        where there is no picture.
        """
        stamp = self.days.get(f"{month_day} {jdn}")
        drawn = {"picture": self.lead} if self.is_lead else {}
        return self._filled(level=level, stamp=stamp, **drawn) if stamp else None

    def _filled(self, **chosen: str) -> SafeString:
        slots = {
            "level": _H3,
            "stamp": self.stamp,
            "picture": self.lead if self.is_lead and self.picture else self.picture,
            "published": "",
            "published_alone": "",
        } | chosen
        kinds = (" has-picture" if slots["picture"] else "", " is-lead" if self.is_lead else "")
        return with_years_ago(fill(self.html, kind="".join(kinds), **slots))


def with_lead(cards: list[Card]) -> list[Card]:
    """Return the cards of a list, of which one leads: the first, or one near it with a picture."""
    lead = next((card for card in cards[:_AMONG] if card.picture), cards[0] if cards else None)
    return [replace(card, is_lead=card is lead) for card in cards]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A post on one of its days of the year; `month_day` is 527 for 27 May."""

    month_day: int
    html: SafeString


def cards_of(entries: ArchiveQuerySet) -> list[Card]:
    """Return the cards of a slice of entries `in_order`, in one query."""
    return [card for card, _ in _carded(entries, "listed.sort, listed.post_id")]


def cards_of_days(entries: ArchiveQuerySet) -> list[tuple[Card, Row]]:
    """Return each of a slice of entries `on_days` with its card, in one query."""
    return _carded(entries, "listed.key, listed.sort, listed.post_id")


def day_lines(carded: Iterable[tuple[Card, Row]], shown: int) -> list[DayLine]:
    """Return the lines of days: of the day `shown` under the page's own heading, of others under
    one of theirs."""
    found = (
        (key, card.on_day(key, jdn, level=_H2 if key == shown else _H3))
        for card, (_, key, jdn) in carded
    )
    return [DayLine(key, html) for key, html in found if html]


def parted_from_lead(
    carded: Sequence[tuple[Card, Row]], shown: int
) -> tuple[DayLine | None, list[tuple[Card, Row]]]:
    """Return who leads a day, None without any story, and the others in their order.

    The first with a picture leads, else the first: of the day `shown` if it has any itself.
    """
    own = [each for each in carded if each[1][1] == shown] or list(carded)
    lead = next((each for each in own if each[0].picture), own[0] if own else None)
    if lead is None:
        return None, []
    lines = day_lines([(replace(lead[0], is_lead=True), lead[1])], lead[1][1])
    return (lines[0] if lines else None), [each for each in carded if each != lead]


def _carded(entries: ArchiveQuerySet, order: str) -> list[tuple[Card, Row]]:
    found = _joined(entries.values_list("post_id", "key", "sort"), _CARD, "post_id", order)
    return [(Card.of(row[0], parts), row[:3]) for row, parts in found]


def cards_of_posts(posts: PostQuerySet) -> list[Card]:
    """Return the cards of a slice of public posts that are ordered by `newest`, in one query."""
    return [Card.of(one.key, one.parts) for one in newest_parts(posts, _CARD)]


class Newest(NamedTuple):
    """A post with parts of it; `changed` is when it came out, or a later change of any page."""

    key: int
    published: datetime
    changed: datetime
    parts: Parts


def newest_parts(posts: PostQuerySet, names: Sequence[str]) -> list[Newest]:
    """Return a slice of public posts that are ordered by `newest`, in one query."""
    listed = posts.values_list("pk", "publish_at")
    found = _joined(listed, names, "pk", "listed.publish_at DESC, listed.pk DESC")
    rows = ((key, moment(at), version, parts) for (key, at, version), parts in found)
    return [
        Newest(key, at, max(at, moment(version)) if version else at, parts)
        for key, at, version, parts in rows
    ]


def cards_by_key(keys: Iterable[int]) -> dict[int, Card]:
    """Return the cards of the public ones among these posts, in one query."""
    return {key: Card.of(key, parts) for key, parts in parts_by_key(keys, _CARD).items()}


def parts_by_key(keys: Iterable[int], names: Sequence[str]) -> dict[int, Parts]:
    """Return parts of the posts with these keys, which come from what lists public posts."""
    wanted = dict.fromkeys(int(key) for key in keys)
    if not wanted:
        return {}
    sql = _BY_KEY.format(parts=_columns(names), keys=", ".join(map(str, wanted)))
    stored = {key: values for key, *values in _asked(sql)}
    return found_or_made({key: stored.get(key, [None]) for key in wanted}, names)


def _joined(
    listed: "QuerySet[Any, Any]", names: Sequence[str], key: str, order: str
) -> list[tuple[Any, Parts]]:
    """Return each row of `listed`, whose first column is a post's key, with parts of the post.

    The last column is when the content version last moved on.
    """
    try:
        sql, params = listed.query.sql_with_params()
    except EmptyResultSet:
        return []
    joined = _JOINED.format(parts=_columns(names), listed=sql, key=key, order=order)
    rows = _asked(joined, *params)
    at = -len(names) - 1
    found = found_or_made({row[0]: row[at:-1] for row in rows}, names)
    return [((*row[:at], row[-1]), found[row[0]]) for row in rows if row[0] in found]


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"parts.{name}" for name in names)


def _asked(sql: str, *params: Any) -> list[Any]:
    """Return the rows of a statement that ends with what is shown of this edition by now."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, edition(), now))
        return cursor.fetchall()
