import pytest

from posts.models import Post, TranslationRefused
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SAME = "in the language “{}” too: each needs its own."


@pytest.fixture
def original() -> Post:
    """A story in English with a translation into German, beside another story."""
    post = make_post("Hastings")
    make_post("Schlacht", language="de", translation_of=post)
    make_post("Fulford")
    return post


def of(title: str) -> Post:
    return Post.objects.get(title=title)


REFUSED = {
    "itself": ("Fulford", "Fulford", "fr", "A post is no translation of itself."),
    "a translation": (
        *("Fulford", "Schlacht", "fr"),
        "“Schlacht” is a translation itself: choose the original of it.",
    ),
    "as an original": (
        *("Hastings", "Fulford", "fr"),
        "Other posts are translations of this one: it has to be the original.",
    ),
    "in its language": ("Fulford", "Hastings", "EN", f"“Hastings” is {SAME.format('en')}"),
    "a second": (
        *("Fulford", "Hastings", "de"),
        f"Another of these translations is {SAME.format('de')}",
    ),
}


@pytest.mark.parametrize(("title", "of_title", "language", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_translation_is_refused(original, title, of_title, language, words):
    post = of(title)
    post.translation_of, post.language = of(of_title), language
    with pytest.raises(TranslationRefused, match=words.split("(")[0]):
        post.save()

    stored = of(title)
    assert (stored.translation_of_id, stored.language, stored.version) == (None, "en", 1)


@pytest.mark.parametrize(("title", "language"), [("Hastings", "de"), ("Schlacht", "en")])
def test_a_language_that_another_has_by_now_is_refused(original, title, language):
    post = of(title)
    post.language = language
    with pytest.raises(TranslationRefused, match="too: each needs its own"):
        post.save()


def test_a_third_language_is_taken_and_outlives_its_original(original):
    post = of("Fulford")
    post.translation_of, post.language = original, "fr"
    post.save()
    found = original.translations.order_by("language").values_list("title", flat=True)
    assert list(found) == ["Schlacht", "Fulford"]

    original.delete()

    assert list(Post.objects.values_list("translation_of", flat=True)) == [None, None]
