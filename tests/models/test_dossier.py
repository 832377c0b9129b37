from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from posts.dates import HistoricalDateError
from posts.editorial import trash
from posts.models import Dossier, DossierCitation, Milestone, Redirect, Source
from tests.factories import NOON, make_dossier, make_editor, make_image, make_milestone, make_post
from tests.models.test_constraints import refused

pytestmark = pytest.mark.django_db


@pytest.mark.engine
@pytest.mark.parametrize("status", Dossier.Status.values)
@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_the_property_and_the_queryset_say_the_same_of_what_is_public(status, seconds):
    dossier = make_dossier(status=status, publish_at=NOON + timedelta(seconds=seconds))

    public = list(Dossier.objects.published(now=NOON)) == [dossier]

    assert dossier.is_public_at(NOON) == public == (status == "approved" and seconds <= 0)

    trash.trash(Dossier, [dossier.pk], by=make_editor())
    dossier.refresh_from_db()
    assert (dossier.is_public_at(NOON), Dossier.objects.published(now=NOON).exists()) == (
        False,
        False,
    )


def test_a_draft_needs_no_time_and_has_an_identity_of_its_own():
    one, other = (Dossier.objects.create(title="NATO–Russia relations") for _ in range(2))

    assert (one.slug, other.slug) == ("nato-russia-relations", "nato-russia-relations-2")
    assert (one.state, one.is_public, one.publish_at) == ("draft", False, None)
    assert len({one.feed_id, other.feed_id}) == 2
    assert one.feed_id.startswith("urn:uuid:")


def test_an_approved_dossier_without_a_time_is_refused():
    with pytest.raises(ValidationError) as caught:
        Dossier(title="Conquest", status="approved").full_clean()
    assert caught.value.message_dict["__all__"] == ["An approved dossier needs a publish time."]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "“Ende”"), ("de", "„Ende“"), ("de-CH", "«Ende»"), ("fr", "«&nbsp;Ende&nbsp;»")],
)
def test_its_sections_have_the_quotation_marks_of_its_language_and_follow_another(
    client, language, shown
):
    dossier = make_dossier("Krieg", language=language, sections=[("Davor", '"Ende"')])
    assert dossier.sections.get().text_html == f"<p>{shown}</p>\n"
    page, attributes = client.get("/dossiers/krieg/").text, f' lang="{language}" dir="ltr"'
    assert page.count(attributes) == (0 if language == "en" else 3)

    dossier.language = "sv"
    dossier.save(update_fields=["title"])
    assert dossier.sections.get().text_html == f"<p>{shown}</p>\n"
    dossier.save()
    assert dossier.sections.get().text_html == "<p>”Ende”</p>\n"
    dossier.language = language
    dossier.save(update_fields=["language"])
    assert dossier.sections.get().text_html == f"<p>{shown}</p>\n"


def test_a_changed_address_goes_on_leading_to_the_dossier(client):
    dossier = make_dossier("Conquest")
    dossier.slug = "the-norman-conquest"
    dossier.save()

    answer = client.get("/dossiers/conquest/")

    assert (answer.status_code, answer["Location"]) == (301, "/dossiers/the-norman-conquest/")
    assert Redirect.objects.get().dossier == dossier


def test_the_old_address_of_a_dossier_withdrawn_since_answers_as_an_unknown_one(client):
    dossier = make_dossier("Conquest")
    dossier.slug = "the-norman-conquest"
    dossier.save()
    Dossier.objects.update(status="withdrawn")

    hidden, unknown = client.get("/dossiers/conquest/"), client.get("/dossiers/nothing/")

    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_the_address_of_a_draft_is_not_kept():
    dossier = make_dossier("Conquest", status="draft")
    dossier.slug = "the-norman-conquest"
    dossier.save()

    assert Redirect.objects.count() == 0


def test_a_section_is_rendered_below_its_own_heading_with_anchors_of_its_own():
    dossier = make_dossier(sections=[("One", "# Why\n\nA[^1]\n\n[^1]: B"), ("Two", "## Why")])
    first, second = dossier.sections.all()

    assert second.text_html == f'<h3 id="section-part-{second.pk}-why">Why</h3>\n'
    assert f'<h3 id="section-part-{first.pk}-why">Why</h3>' in first.text_html
    assert f'id="fn-part-{first.pk}-1"' in first.text_html


def test_a_section_follows_its_text_and_holds_no_foreign_html():
    section = make_dossier(sections=[("One", "*Old*")]).sections.get()
    section.text = "New <script>alert(1)</script>"
    section.save()
    assert section.text_html == "<p>New &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_milestone_has_its_event_columns_from_what_was_typed():
    milestone = make_milestone(make_dossier(), event_input="August 2008")
    stored = Milestone.objects.get()

    assert (stored.event_text, stored.event_edtf) == ("August 2008", "2008-08")
    assert (stored.year_start, stored.month, stored.day) == (2008, 8, None)
    assert stored.event_start <= stored.event_sort <= stored.event_end
    assert str(milestone) == "Domesday"


def test_milestones_stand_in_the_order_of_time():
    dossier = make_dossier()
    for date in ("2012", "44 BC", "August 2008"):
        make_milestone(dossier, date, event_input=date)

    assert [m.label for m in dossier.milestones.all()] == ["44 BC", "August 2008", "2012"]


def test_a_milestone_without_a_date_is_no_milestone():
    source = Source.objects.create(title="Annals")
    with pytest.raises(ValidationError) as caught:
        Milestone(dossier=make_dossier(), label="Once", source=source).full_clean()
    assert caught.value.message_dict == {
        "event_input": ["Say when it happened: 28 May 2002, 2009."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        make_milestone(make_dossier("Other"), event_input="")
    with pytest.raises(HistoricalDateError):
        make_milestone(make_dossier("Third"), event_input="soon")


def make_section():
    return make_dossier(sections=[("One", "Text")]).sections.get()


def make_dossier_citation():
    source = Source.objects.create(title="Annals")
    return DossierCitation.objects.create(dossier=make_dossier(), source=source)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("make", "values"),
    [
        (make_dossier, {"title": ""}),
        (make_dossier, {"title": "x" * 201}),
        (make_dossier, {"slug": ""}),
        (make_dossier, {"description": "x" * 1001}),
        (make_dossier, {"status": "secret"}),
        (make_dossier, {"publish_at": None}),
        (make_section, {"heading": ""}),
        (make_section, {"text": ""}),
        (lambda: make_milestone(make_dossier()), {"label": ""}),
        (lambda: make_milestone(make_dossier()), {"note": "x" * 1001}),
        (lambda: make_milestone(make_dossier()), {"event_start": 3, "event_end": 2}),
        (lambda: make_milestone(make_dossier()), {"event_edtf": "", "event_start": None}),
        (lambda: make_milestone(make_dossier()), {"month": 13}),
        (make_dossier_citation, {"locator": "x" * 121}),
    ],
)
def test_a_value_out_of_bounds_is_refused(make, values):
    assert refused(make(), **values)


@pytest.mark.parametrize("make", [lambda: make_milestone(make_dossier()), make_dossier_citation])
def test_a_source_that_a_dossier_rests_on_cannot_be_deleted(make):
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.source.delete()


def test_a_picture_that_a_dossier_shows_cannot_be_deleted():
    image = make_image()
    make_dossier(hero=image)
    with pytest.raises(IntegrityError), transaction.atomic():
        image.delete()


def test_a_dossier_takes_its_parts_with_it_and_leaves_posts_and_sources():
    post = make_post()
    dossier = make_dossier(posts=[post], sections=[("One", "Text")])
    make_milestone(dossier)
    dossier.delete()

    post.refresh_from_db()
    assert (Milestone.objects.count(), Source.objects.count(), post.dossiers.count()) == (0, 1, 0)
