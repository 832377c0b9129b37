import pytest
from django.core.exceptions import ValidationError

from posts.models import Source

pytestmark = pytest.mark.django_db


def test_a_printed_date_is_kept_as_printed_and_shown_as_a_date():
    source = Source(
        title="NATO-Russia relations",
        issued="Publié le 3 mai 2010",
        modified="Dernière modification : 12/06/2013",
    )
    source.full_clean()
    source.save()
    stored = Source.objects.get()

    assert stored.modified == "Dernière modification : 12/06/2013"
    assert (stored.issued_text, stored.modified_text) == ("3 May 2010", "12 June 2013")
    assert str(stored.modified_date.edtf) == "2013-06-12"


@pytest.mark.parametrize(
    ("language", "shown"), [("", "6 December 2013"), ("en-GB", "12 June 2013")]
)
def test_the_language_of_a_document_tells_its_order(language, shown):
    assert Source(modified="Updated 12/06/2013", language=language).modified_text == shown


def test_a_date_that_an_older_version_let_in_is_shown_as_it_stands():
    source = Source.objects.create(title="Annals", issued="in my youth")

    assert (source.issued_date, source.issued_text) == (None, "in my youth")
    assert (source.modified_date, source.modified_text) == (None, "")


def test_digits_alone_are_refused_beside_their_field():
    with pytest.raises(ValidationError) as caught:
        Source(title="Annals", modified="12/06/2013").full_clean()
    assert caught.value.message_dict == {
        "modified": [
            "Is that 12 June or 6 December 2013? Write the month as a word, or 2013-06-12."
        ]
    }
