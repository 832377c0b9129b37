from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from posts.editorial import save
from posts.editorial.previewing import open_link
from posts.editorial.save import draft_of
from posts.models import PreviewLink, Revision
from tests.editorial.test_revisions import emptied, whole_post
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def address(link: PreviewLink) -> str:
    return f"/preview/{link.token}/"


def test_a_link_shows_the_post_as_readers_will_see_it(client: Client) -> None:
    editor, post = make_editor(), whole_post()
    link = open_link(post, by=editor)
    page = client.get(address(link)).text
    for words in ("Hastings", "William", "a hoary apple tree", "War", "norman conquest", "<img"):
        assert words in page
    post.status = "approved"
    post.save()
    public = client.get(post.get_absolute_url()).text
    start, end = '<div class="post-body">', '<section class="sources"'
    assert page.split(start)[1].split(end)[0] == public.split(start)[1].split(end)[0]


def test_it_is_marked_as_a_draft_kept_by_no_one_and_never_indexed(client: Client) -> None:
    link = open_link(make_post(status="draft"), by=make_editor())
    response = client.get(address(link))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in response.text
    assert "A draft, not published." in response.text
    assert 'rel="canonical"' not in response.text
    assert not response.cookies


def test_a_link_opens_its_own_post_and_no_other(client: Client) -> None:
    editor = make_editor()
    one, other = make_post("One", status="draft"), make_post("Other", status="draft")
    link = open_link(one, by=editor)
    page = client.get(address(link)).text
    assert "The story of One." in page
    assert "The story of Other." not in page
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(one.get_absolute_url()).status_code == 404


def test_a_link_follows_the_latest_text_or_stays_with_one_version(client: Client) -> None:
    editor, post = make_editor(), make_post(status="draft", story="First.")
    save.save(post, emptied(draft_of(post).content), by=editor, version=1)
    latest = open_link(post, by=editor)
    pinned = open_link(post, by=editor, revision=Revision.objects.get(version=1))
    assert "Nothing." in client.get(address(latest)).text
    assert "First." in client.get(address(pinned)).text


def test_the_changes_of_a_live_post_are_shown(client: Client) -> None:
    editor, post = make_editor(), make_post(story="Old.")
    save.save(post, emptied(draft_of(post).content), by=editor, version=1)
    assert "Nothing." in client.get(address(open_link(post, by=editor))).text
    assert "Old." in client.get(post.get_absolute_url()).text


def test_gone_links_and_guesses_answer_as_an_unknown_address(client: Client) -> None:
    editor, post = make_editor(), make_post(status="draft")
    expired, revoked = open_link(post, by=editor, days=1), open_link(post, by=editor)
    PreviewLink.objects.filter(pk=revoked.pk).update(revoked_at=timezone.now())
    unknown = client.get("/preview/guess/")
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        answers = [client.get(address(link)) for link in (expired, revoked)]
    for answer in [*answers, client.get(f"/preview/{'0' * 64}/"), client.get("/preview/é/")]:
        assert (answer.status_code, answer.content) == (404, unknown.content)


def test_a_token_is_looked_up_in_one_query_whether_it_exists_or_not(
    client: Client, django_assert_num_queries
) -> None:
    link = open_link(make_post(status="draft"), by=make_editor())
    with django_assert_num_queries(1):
        assert PreviewLink.objects.by_token("guess") is None
    with django_assert_num_queries(1):
        assert PreviewLink.objects.by_token(link.token) == link


def test_the_database_holds_no_token() -> None:
    link = open_link(make_post(status="draft"), by=make_editor())
    stored = str(PreviewLink.objects.values().get())
    assert link.token not in stored
    assert len(link.token) == 64


def test_editors_see_the_changes_at_the_public_address(client: Client) -> None:
    editor, post = make_editor(), make_post(story="Old.")
    save.save(post, emptied(draft_of(post).content), by=editor, version=1)
    there = f"{post.get_absolute_url()}?draft=1"
    assert "Old." in client.get(there).text
    client.force_login(editor)
    assert "Nothing." in client.get(there).text
    assert "Old." in client.get(post.get_absolute_url()).text
    assert (
        "There are changes that readers do not see yet." in client.get(post.get_absolute_url()).text
    )


def test_links_are_made_listed_and_taken_back_on_the_post(client: Client) -> None:
    client.force_login(make_editor())
    post = make_post(status="draft")
    start = f"/admin/posts/post/{post.pk}/"
    client.post(f"{start}preview-links/", {"days": "3", "note": "For the museum"})
    link = PreviewLink.objects.get()
    assert timedelta(days=2.9) < link.expires_at - timezone.now() < timedelta(days=3.1)
    page = client.get(f"{start}change/").text
    assert f"http://testserver/preview/{link.token}/" in page
    assert "For the museum" in page
    client.post(f"{start}preview-links/{link.pk}/revoke/")
    assert Client().get(address(link)).status_code == 404
    page = client.post(f"{start}preview-links/", {"days": "1000"}, follow=True).text
    assert "A link lasts 1 to 90 days, not 1000." in page


@pytest.mark.parametrize("note", ["nul\x00", "e" + 40 * "\u0301", "right\u202eleft"])
def test_a_note_that_cannot_be_stored_is_refused_in_words(client: Client, note: str) -> None:
    client.force_login(make_editor())
    post = make_post(status="draft")
    links = f"/admin/posts/post/{post.pk}/preview-links/"
    page = client.post(links, {"note": note}, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert [text.partition(" U+")[0] for text in told] == ["The note of the link: The character"]
    assert PreviewLink.objects.count() == 0
