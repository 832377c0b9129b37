"""What each table refuses in the database itself, whoever writes to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from posts.models import Anniversary, Bullet, Category, Citation, Image, Place, Redirect, Source
from tests.factories import make_category, make_image, make_place, make_post

pytestmark = pytest.mark.django_db


def refused(row, **values) -> bool:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**values)
    except (IntegrityError, DataError):
        return True
    return False


@pytest.mark.engine
@pytest.mark.parametrize(
    ("make", "values"),
    [
        (make_category, {"name": "x" * 81}),
        (make_category, {"sign": "x" * 5}),
        (make_place, {"kind": "planet"}),
        (make_place, {"iso_alpha2": "F"}),
        (make_place, {"iso_alpha2": "FR"}),
        (make_place, {"iso_alpha3": "FR"}),
        (make_place, {"iso_numeric": "25"}),
        (make_place, {"valid_from": 2, "valid_to": 1}),
        (make_image, {"focal_x": 101}),
        (make_image, {"decorative": True, "alt": "both"}),
        (make_image, {"content_hash": "ab"}),
        (make_image, {"source_url": "javascript:alert(1)"}),
        (make_image, {"alt": "x" * 501}),
        (lambda: Source.objects.create(title="Annals"), {"url": "ftp://example.org/"}),
        (lambda: Source.objects.create(title="Annals"), {"title": ""}),
        (lambda: Bullet.objects.create(post=make_post(), text="a"), {"text": ""}),
        (lambda: Bullet.objects.create(post=make_post(), text="a"), {"label": "x" * 61}),
        (lambda: Redirect.objects.create(path="/a", post=make_post()), {"path": "a"}),
        (lambda: Redirect.objects.create(path="/a", post=make_post()), {"post": None}),
        (lambda: make_post().anniversaries.get(), {"month_day": 100}),
        (lambda: make_post().anniversaries.get(), {"month_day": 1232}),
        (lambda: make_post().anniversaries.get(), {"role": "near"}),
    ],
)
def test_a_value_out_of_bounds_is_refused(make, values):
    assert refused(make(), **values)


def test_a_place_is_not_its_own_parent():
    place = make_place()
    assert refused(place, parent=place)


def test_a_redirect_has_one_target_only():
    row = Redirect.objects.create(path="/a", post=make_post())
    assert refused(row, image=make_image())


def test_a_day_is_kept_once():
    row = make_post().anniversaries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Anniversary.objects.create(post=row.post, month_day=row.month_day, role=row.role)


def test_a_picture_that_a_post_shows_cannot_be_deleted():
    image = make_image()
    make_post(hero=image)
    with pytest.raises(IntegrityError), transaction.atomic():
        image.delete()
    assert Image.objects.count() == 1


def test_a_source_that_is_cited_cannot_be_deleted():
    source = Source.objects.create(title="Annals")
    Citation.objects.create(post=make_post(), source=source)
    with pytest.raises(IntegrityError), transaction.atomic():
        source.delete()


def test_a_source_keeps_a_hash_of_its_text():
    source = Source.objects.create(title="Annals", kept_text="abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert source.text_hash == expected


def test_the_dates_of_a_source_are_read_as_event_dates_are():
    with pytest.raises(ValidationError) as caught:
        Source(title="Annals", issued="05/06/1997").full_clean()
    assert caught.value.message_dict == {
        "issued": ["Is that 5 June or 6 May 1997? Write the month as a word, or 1997-06-05."]
    }


def test_the_address_of_a_source_is_http_only():
    with pytest.raises(ValidationError) as caught:
        Source(title="Annals", url="javascript:alert(1)").full_clean()
    assert caught.value.message_dict == {"url": ["Enter an address with http:// or https://"]}


def test_a_bullet_is_rendered_at_save():
    bullet = Bullet.objects.create(post=make_post(), label="Event", text="**Bold** <script>")
    assert bullet.text_html == "<strong>Bold</strong> &lt;script&gt;"


def test_a_category_without_letters_gets_a_slug_from_its_id():
    category = Category.objects.create(name="戰")
    assert category.slug == f"category-{category.pk}"


def test_a_place_cannot_lie_within_itself():
    country = Place.objects.create(name="Ruritania")
    city = Place.objects.create(name="Strelsau", parent=country)
    country.parent = city
    with pytest.raises(ValidationError) as caught:
        country.full_clean()
    assert caught.value.message_dict["parent"] == ["Strelsau lies within Ruritania itself."]
