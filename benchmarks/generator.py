"""Realistic posts in any number, always the same for a seed, written in bulk.

Their dates lie over 3,000 years, most of them in the last two centuries; words, tags, places
and categories are as unevenly used as people use them.
"""

import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from PIL import Image as Picture
from taggit.models import Tag, TaggedItem

from posts import archives
from posts.dates.calendar import MONTHS, year_name
from posts.images.uploads import store_image
from posts.models import Bullet, Category, Citation, Image, Place, Post, Source
from posts.rendering import render_inline, render_story

BATCH = 1000
CATEGORIES = ("war", "politics", "science", "culture", "trade", "religion", "travel", "law")
SYLLABLES = ("ra", "bel", "to", "min", "sa", "kor", "ve", "lun", "ti", "gra", "no", "phi", "du")
COMMON = (
    *("the", "of", "and", "in", "to", "a", "was", "by", "for", "with", "on", "that", "his"),
    *("treaty", "river", "king", "harbour", "winter", "army", "letter", "city", "bridge"),
    *("market", "council", "storm", "ship", "people", "tower", "famine", "road", "signed"),
)
TAGS, PLACES, SOURCES, PARAGRAPHS, WORDS = 400, 60, 3000, 2000, 20_000
FIRST = datetime(2000, 1, 1, tzinfo=UTC)


class Generator:
    """Writes posts into an empty, migrated database."""

    def __init__(self, seed: int = 1) -> None:
        self.choose = random.Random(seed)
        self.words = [*COMMON, *dict.fromkeys(self._word() for _ in range(WORDS))]
        self.weights = [1 / (rank + 8) for rank in range(len(self.words))]
        self.paragraphs = [self._sentence(70) for _ in range(PARAGRAPHS)]
        self.rendered = [render_story(text, lambda _: None) for text in self.paragraphs]
        texts = [self._sentence(15) for _ in range(200)]
        self.bullets = [(text, render_inline(text)) for text in texts]
        self.posts_with: Counter[str] = Counter()

    def write(self, posts: int) -> Iterator[int]:
        """Yield how many are stored, after each batch."""
        self._shelves()
        yield from self.more(0, posts)

    def more(self, first: int, posts: int) -> Iterator[int]:
        """Go on from `first` posts to `posts`."""
        for numbers in batched(range(first, posts), BATCH):
            rows = Post.objects.bulk_create([self._post(number) for number in numbers])
            self._attach(rows)
            archives.refresh_posts([row.pk for row in rows])
            yield numbers[-1] + 1

    def _shelves(self) -> None:
        self.categories = [Category.objects.create(name=name) for name in CATEGORIES]
        names = [f"{self._word()} {number}" for number in range(TAGS)]
        self.tags = [Tag.objects.create(name=name, slug=name.replace(" ", "-")) for name in names]
        countries = list(Place.objects.filter(kind="country").order_by("slug")[: PLACES - 20])
        cities = [
            Place.objects.create(name=f"{self._word().title()} {number}", parent=countries[number])
            for number in range(20)
        ]
        self.places = [*countries, *cities]
        self.sources = Source.objects.bulk_create(
            Source(title=self._sentence(6), author=self._word().title(), issued="1955")
            for _ in range(SOURCES)
        )
        self.images = [self._image(number) for number in range(20)]

    def _image(self, number: int) -> Image:
        out = io.BytesIO()
        Picture.new("RGB", (1200, 800), (number * 12, 90, 90)).save(out, "PNG")
        return store_image(out.getvalue(), name=f"{number}.png", alt="A field")

    def _post(self, number: int) -> Post:
        parts = self.choose.choices(range(PARAGRAPHS), k=4)
        published = FIRST + timedelta(minutes=number * 120)
        post = Post(
            title=f"{self._sentence(6)[:-1]} {number}",
            slug=f"story-{number}",
            description=self._sentence(25),
            story="\n\n".join(self.paragraphs[part] for part in parts),
            closing_question="Was it so?",
            status=Post.Status.APPROVED,
            publish_at=min(published, datetime(2026, 1, 1, tzinfo=UTC)),
            event_input=self._date(),
            feed_id=f"urn:x:{number}",
            hero=self.choose.choice(self.images) if number % 3 == 0 else None,
        )
        post.story_html = "".join(self.rendered[part] for part in parts)
        post.set_event_columns()
        self.posts_with.update(
            {*_words(post.title), *_words(post.description), *_words(post.story)}
        )
        return post

    def _attach(self, posts: list[Post]) -> None:
        kind = ContentType.objects.get_for_model(Post)
        filed, placed, tagged, bullets, cited, days = [], [], [], [], [], []
        for post in posts:
            for category in {*self._some(self.categories, self.choose.choice((1, 1, 2)))}:
                filed.append(Post.categories.through(post=post, category=category))
            for place in {*self._some(self.places, self.choose.choice((1, 1, 2)))}:
                placed.append(Post.places.through(post=post, place=place))
            for tag in {*self._some(self.tags, 4)}:
                tagged.append(TaggedItem(object_id=post.pk, content_type=kind, tag=tag))
            for position in range(4):
                text, html = self.choose.choice(self.bullets)
                row = Bullet(post=post, label="Part", text=text, text_html=html)
                row.position = position
                bullets.append(row)
            for source in self.choose.sample(self.sources, 2):
                cited.append(Citation(post=post, source=source, locator="p. 1"))
            days += _days(post)
        for model, rows in (
            (Post.categories.through, filed),
            (Post.places.through, placed),
            (TaggedItem, tagged),
            (Bullet, bullets),
            (Citation, cited),
            (Post.anniversaries.rel.related_model, days),
        ):
            model.objects.bulk_create(rows, batch_size=5000)

    def words_in(self, fewest: int, most: int) -> list[str]:
        """Return words that stand in so many stories: what a reader may search for."""
        return [word for word, number in self.posts_with.items() if fewest <= number <= most]

    def _some[T](self, rows: list[T], number: int) -> list[T]:
        weights = [1 / (rank + 2) for rank in range(len(rows))]
        return self.choose.choices(rows, weights, k=number)

    def _date(self) -> str:
        pick = self.choose.random()
        year = self._year()
        name = year_name(year)
        if pick < 0.6:
            # In October 1582 the 4th was followed by the 15th.
            first = 15 if year == 1582 else 1
            return f"{self.choose.randrange(first, 29)} {self.choose.choice(MONTHS)} {name}"
        if pick < 0.7:
            return f"{self.choose.choice(MONTHS)} {name}"
        if pick < 0.85:
            return name
        if pick < 0.9:
            return f"c. {name}"
        if pick < 0.97 and year > 0:
            last = min(year + self.choose.randrange(1, 60), 2020)
            return f"{name}–{year_name(last)}"
        return f"since {name}" if pick > 0.99 else f"before {name}"

    def _year(self) -> int:
        """Return an astronomical year, mostly a late one, from 1000 BC on."""
        early, late = self.choose.choices(
            ((1900, 2020), (1500, 1900), (1, 1500), (-999, 0)), (45, 25, 20, 10)
        )[0]
        return self.choose.randrange(early, late)

    def _word(self) -> str:
        return "".join(self.choose.choices(SYLLABLES, k=self.choose.randrange(2, 5)))

    def _sentence(self, words: int) -> str:
        return " ".join(self.choose.choices(self.words, self.weights, k=words)).capitalize() + "."


def _words(text: str) -> list[str]:
    return text.lower().replace(".", "").split()


def _days(post: Post) -> list:
    """Return the stored days of the year of a post that was written in bulk."""
    row = Post.anniversaries.rel.related_model
    return [
        row(post=post, month_day=day.month_day, role=str(day.role), is_alt=day.is_alt)
        for day in dict.fromkeys(post.days_of_the_year())
    ]
