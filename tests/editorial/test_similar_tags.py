import pytest
from taggit.models import Tag

from posts.editorial.similar_tags import bare, lookalikes
from tests.factories import make_post


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cold war", "Cold-War", True),
        ("São Paulo", "sao  paulo", True),
        ("Straße", "STRASSE", True),
        ("war", "wars", False),
        ("C", "C++", True),
        ("!", "?", False),
    ],
)
def test_what_makes_two_names_alike(one, other, same):
    assert (bare(one) == bare(other)) is same


@pytest.mark.django_db
def test_groups_begin_with_the_one_that_has_most_posts(django_assert_num_queries):
    for name in ("cold war", "Cold-War", "peace"):
        Tag.objects.create(name=name)
    make_post("One", tags=["Cold-War"])
    with django_assert_num_queries(2):
        found = lookalikes()
    assert [[(row.name, row.number) for row in group] for group in found] == [
        [("Cold-War", 1), ("cold war", 0)]
    ]
