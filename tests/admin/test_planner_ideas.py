import pytest
from django.test import Client

from posts.models import Post
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["author", "editor"])
def test_who_may_date_an_idea_is_offered_to(role: str) -> None:
    """An author's own ideas wait here, and take a date as an editor's do."""
    person, client = make_person(role), Client()
    client.force_login(person)
    post = make_post("Sputnik", status="draft", event_input="", publish_at=None, author=person)

    page = client.get("/admin/planner/").text
    client.post(f"/admin/planner/date/{post.pk}/", {"event_input": "1957", "version": "1"})

    assert "Give it a date" in page
    assert Post.objects.get().event_input == "1957"
