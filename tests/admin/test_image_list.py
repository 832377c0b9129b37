"""The library: what is used where, a file replaced, several uploaded and described."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from posts.editorial import save
from posts.editorial.save import draft_of
from posts.images.uploads import store_image
from posts.models import Image, PictureUse, Post, Redirect
from tests.admin.forms import change_url, shown
from tests.editorial.newsroom import make_person
from tests.factories import make_dossier, make_editor, make_image, make_post, picture_bytes
from tests.media import path_of

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/image/"


def listed(desk: Client, query: str = "") -> set[str]:
    return {image.alt for image in desk.get(f"{LIST}?{query}").context["cl"].result_list}


def image_form(image: Image) -> str:
    return f"/admin/posts/image/{image.pk}/change/"


def upload_of(colour: str, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"{colour}.png", picture_bytes(colour=colour), "image/png")


def test_every_use_counts_and_the_unused_are_found(desk: Client) -> None:
    hero, body, other = make_image("red"), make_image("blue"), make_image("green")
    grey, copied, unused = make_image("grey"), make_image("pink"), make_image("black")
    make_post("A", hero=hero, story=f"![]({body.file.url})")
    live = make_post("B")
    make_dossier(hero=other, sections=[("One", f"![]({grey.file.url})")])
    content = draft_of(live).content
    story = f"![]({copied.file.url})"
    data = shown(desk, change_url(live)) | {"story": story}
    assert content.story != story
    assert desk.post(change_url(live), data).status_code == 302

    assert listed(desk, "use=unused") == {unused.alt}
    assert listed(desk, "use=used") == {i.alt for i in (hero, body, other, grey, copied)}
    page = desk.get(image_form(body)).text
    assert "In the story of" in page
    assert "In changes to" in desk.get(image_form(copied)).text


def test_a_picture_in_the_changes_to_a_dossier_is_in_use(desk: Client) -> None:
    image, dossier = make_image("red"), make_dossier(sections=[("One", "Text")])
    address = f"/admin/posts/dossier/{dossier.pk}/change/"
    data = shown(desk, address) | {"sections-0-text": f"![]({image.file.url})"}
    assert desk.post(address, data).status_code == 302
    assert (listed(desk, "use=unused"), listed(desk, "use=used")) == (set(), {image.alt})
    assert f'In changes to <a href="{address}">The Conquest</a>' in desk.get(image_form(image)).text


def test_uses_follow_what_a_story_shows() -> None:
    one, two = make_image("red"), make_image("blue")
    post = make_post(status="draft", story=f"![]({one.file.url})")
    assert [use.image for use in PictureUse.objects.all()] == [one]
    post.story = f"![]({two.file.url}) and ![]({two.file.url})"
    post.save()
    assert [use.image for use in PictureUse.objects.all()] == [two]


def test_what_is_missing_and_large_is_filtered(desk: Client) -> None:
    make_image("red", alt="")
    make_image("blue", licence="PD", credit="x")
    make_image("green", size=(4000, 2500))
    assert listed(desk, "missing=alt") == {""}
    assert listed(desk, "missing=licence") == {"", "A green field"}
    assert listed(desk, "size=large") == {"A green field"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_grid_takes_as_many_queries_for_any_number(
    desk: Client, number: int, django_assert_num_queries: Any
) -> None:
    for colour in ("red", "blue", "green")[:number]:
        make_post(colour, hero=make_image(colour))
    desk.get(LIST)
    with django_assert_num_queries(4):
        desk.get(LIST)


def test_a_replaced_file_keeps_the_row_its_words_and_its_old_address(desk: Client) -> None:
    image = store_image(picture_bytes(colour="red"), name="red.png", alt="A field", credit="Anna")
    old = image.file.url
    post = make_post(story=f"![]({old})", hero=image)
    data = shown(desk, image_form(image)) | {"file": upload_of("blue"), "focal_x": 30}
    response = desk.post(image_form(image), data, follow=True)

    assert "The file was replaced; its old address leads here. 1 story" in response.text
    again = Image.objects.get()
    assert (again.pk, again.alt, again.credit, again.focal_x) == (image.pk, "A field", "Anna", 30)
    assert again.file.url != old
    stored = Post.objects.get()
    assert (stored.story, stored.version) == (post.story, post.version)
    assert again.content_hash in stored.story_html
    assert Redirect.objects.get().path == old
    client = Client()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, again.file.url)
    old_small = f"/media/renditions/{image.content_hash[:2]}/{image.content_hash}/w480.webp"
    assert client.get(old_small).status_code == 301
    assert not path_of(str(image.file)).exists()
    stored.title = "Saved again"
    stored.save()
    assert again.content_hash in Post.objects.get().story_html


def test_a_file_of_another_picture_is_refused_with_a_way_to_it(desk: Client) -> None:
    one = store_image(picture_bytes(colour="red"), name="red.png", alt="A field")
    other = store_image(picture_bytes(colour="blue"), name="blue.png", alt="The sea")
    data = shown(desk, image_form(one)) | {"file": upload_of("blue"), "credit": "Typed"}
    response = desk.post(image_form(one), data)
    assert response.status_code == 200
    assert "This file is here already, as “The sea”" in response.text
    assert image_form(other) in response.text
    assert 'value="Typed"' in response.text
    same = desk.post(image_form(one), data | {"file": upload_of("red")})
    assert "This is the file that the picture has already." in same.text


def test_several_are_uploaded_and_each_says_what_came_of_it(desk: Client) -> None:
    store_image(picture_bytes(colour="red"), name="red.png", alt="A field")
    svg = SimpleUploadedFile("evil.svg", b"<svg/>", "image/png")
    files = [upload_of("red"), upload_of("blue"), svg]
    page = desk.post(f"{LIST}upload/", {"files": files}).text
    assert "red.png: was here already." in page
    assert "blue.png: stored." in page
    assert "“evil.svg” is not a picture this site takes" in page
    assert Image.objects.count() == 2
    one = desk.post(f"{LIST}upload/", {"files": [upload_of("green")], "one": "1"}).text
    assert "green.png: stored." in one
    assert "<html" not in one


def test_uploaded_pictures_are_described_together_and_weak_words_stay(desk: Client) -> None:
    desk.post(f"{LIST}upload/", {"files": [upload_of("blue"), upload_of("green")]})
    blue, green = Image.objects.order_by("pk")
    data = {f"alt-{blue.pk}": "A blue flag", f"alt-{green.pk}": "green.png"}
    page = desk.post(f"{LIST}describe/", data).text
    assert "“green.png” is the name of a file." in page
    assert 'value="green.png"' in page
    assert [i.alt for i in Image.objects.order_by("pk")] == ["A blue flag", ""]
    assert "1 described." in page
    data = {f"alt-{green.pk}": "", f"decorative-{green.pk}": "on"}
    assert desk.post(f"{LIST}describe/", data)["Location"] == LIST
    assert Image.objects.get(pk=green.pk).decorative


def test_a_picture_of_unpublished_changes_is_not_deleted(desk: Client) -> None:
    image = store_image(picture_bytes(), name="x.png", alt="A field")
    post = make_post()
    content = draft_of(post).content
    save.save(
        post,
        type(content)(**{**vars(content), "story": f"![]({image.file.url})"}),
        by=make_editor("livy"),
        version=1,
    )
    data = shown(desk, change_url(post)) | {"title": "Saved through the form"}
    desk.post(change_url(post), data)
    page = desk.get(f"/admin/posts/image/{image.pk}/delete/").text
    assert "In changes to Hastings" in page


def test_no_save_of_an_editor_makes_renditions(desk: Client) -> None:
    image = store_image(picture_bytes(), name="x.png", alt="A field")
    post = make_post(status="draft")
    data = shown(desk, change_url(post)) | {
        "hero": image.pk,
        "story": f"![]({image.file.url})",
        "_publish": "yes",
    }
    assert desk.post(change_url(post), data).status_code == 302
    desk.post(image_form(image), shown(desk, image_form(image)) | {"focal_x": 10})
    assert not path_of("renditions").exists()


def test_an_author_changes_own_pictures_until_readers_see_them() -> None:
    author, client = make_person("author"), Client()
    client.force_login(author)
    client.post(f"{LIST}upload/", {"files": [upload_of("red")]})
    own, other = Image.objects.get(), make_image("blue")
    client.post(f"{LIST}describe/", {f"alt-{own.pk}": "A flag", f"alt-{other.pk}": "Mine now"})
    assert [i.alt for i in Image.objects.order_by("pk")] == ["A flag", "A blue field"]
    data = shown(client, image_form(own)) | {"alt": "A red flag"}
    assert client.post(image_form(own), data).status_code == 302
    assert client.post(image_form(other), data).status_code == 403
    make_post(story=f"![]({own.file.url})")
    assert client.post(image_form(own), data | {"file": upload_of("green")}).status_code == 403


def test_what_an_author_says_of_another_picture_comes_back_with_the_reason() -> None:
    author, client = make_person("author"), Client()
    client.force_login(author)
    other, bare = make_image("blue", alt=""), make_image("green", alt="")
    page = client.post(
        f"{LIST}describe/", {f"alt-{other.pk}": "A blue flag", f"alt-{bare.pk}": ""}
    ).text

    assert "It is not yours to describe, or readers see it already: ask an editor." in page
    assert 'value="A blue flag"' in page
    assert "described." not in page
    assert [i.alt for i in Image.objects.order_by("pk")] == ["", ""]
