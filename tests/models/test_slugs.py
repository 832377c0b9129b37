import pytest
from django.core.exceptions import ValidationError

from posts.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("titles", [["Troy"] * 4])
def test_equal_titles_get_numbered_slugs(titles):
    assert [make_post(title).slug for title in titles] == ["troy", "troy-2", "troy-3", "troy-4"]


def test_a_title_without_letters_falls_back_to_the_id():
    post = make_post("😀")
    assert (post.slug, Post.objects.get().slug) == (f"post-{post.pk}", f"post-{post.pk}")


def test_a_long_title_is_cut_between_words():
    slug = make_post("constantinople " * 13).slug
    assert slug == "-".join(["constantinople"] * 8)


@pytest.mark.parametrize("slug", ["two words", "a/b", "é", "a\n"])
def test_a_slug_that_no_address_can_hold_is_refused(slug):
    with pytest.raises(ValidationError) as caught:
        make_post(slug=slug)
    text = f"“{slug}” cannot be an address: use letters from a to z, digits, “-” and “_”."
    assert caught.value.message_dict == {"slug": [text]}
    assert Post.objects.count() == 0


@pytest.mark.parametrize("dash", "‐‑‒–—-")
def test_a_dash_between_words_parts_them_in_the_address(dash):
    assert make_post(f"NATO{dash}Russia relations").slug == "nato-russia-relations"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Æthelred and Þorfinn", "aethelred-and-thorfinn"),
        ("Straße, GROẞE STRASSE", "strasse-grosse-strasse"),
        ("Łódź, Đà Nẵng, Diyarbakır", "lodz-da-nang-diyarbakir"),
        ("L’Œuvre; Søren, Óðinn", "loeuvre-soren-odinn"),
        ("Ħamrun, Ŋauru, Əliyev, Ǿ, Ǽ", "hamrun-ngauru-aliyev-o-ae"),
    ],
)
def test_letters_of_one_piece_keep_their_place_in_the_address(title, slug):
    assert make_post(title).slug == slug


@pytest.mark.parametrize("mark", "/⁄∕|\\…•")
def test_what_stands_between_two_words_parts_them_in_the_address(mark):
    assert make_post(f"9{mark}11 and after {mark}").slug == "9-11-and-after"
