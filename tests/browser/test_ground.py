import pytest

from tests.factories import make_dossier, make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOK = """() => {
    const image = document.querySelector('.is-lead .entry-picture img');
    const {x, y, width, height} = image.getBoundingClientRect();
    return [image.complete && image.naturalWidth > 0, [x, y, width, height],
        getComputedStyle(image).backgroundColor];
}"""


@pytest.mark.parametrize(
    ("theme", "ground"), [("light", "rgb(239, 230, 214)"), ("dark", "rgb(43, 38, 30)")]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_light_ground_keeps_the_room_of_a_picture_to_come(visit, theme, ground, width):
    make_post("The Moon", event_input="20 July 1969", hero=make_image(size=(1200, 800)))
    visitor, held = visit(width=width, theme=theme), []
    visitor.page.route("**/media/**", lambda route: held.append(route))
    visitor.page.goto(visitor.server, wait_until="domcontentloaded")
    visitor.page.locator(".is-lead .entry-picture").scroll_into_view_if_needed()
    while not held:
        visitor.page.wait_for_timeout(20)
    before = visitor.page.evaluate(LOOK)
    for route in held:
        route.continue_()
    visitor.page.evaluate("document.querySelector('.is-lead .entry-picture img').decode()")

    there, place, _ = visitor.page.evaluate(LOOK)
    assert (before, there) == ([False, place, ground], True)


GROUNDS = """() => [...document.querySelectorAll('main img')].map(
    image => getComputedStyle(image).backgroundColor)"""
LIGHT, DARK, WHITE = "rgb(239, 230, 214)", "rgb(43, 38, 30)", "rgb(255, 255, 255)"


def test_what_shows_through_has_a_light_ground_in_the_dark_and_paper_in_print(visit):
    arms = make_image("white", transparent=True)
    post = make_post(
        "Arms", hero=arms, story=f"![Arms]({arms.file.url})\n\n![A photo]({make_image().file.url})"
    )
    sections = [("Heraldry", f"![Arms]({arms.file.url})")]
    dossier = make_dossier("Blazon", hero=arms, sections=sections, posts=[post])
    visitor = visit(theme="dark")
    visitor.open(post.get_absolute_url())
    assert visitor.page.evaluate(GROUNDS) == [LIGHT, LIGHT, DARK]
    visitor.page.emulate_media(media="print")
    assert visitor.page.evaluate(GROUNDS) == [WHITE, WHITE, WHITE]
    visitor.page.emulate_media(media="screen")
    for path in (dossier.get_absolute_url(), "/"):
        visitor.open(path)
        assert set(visitor.page.evaluate(GROUNDS)) == {LIGHT}, path
