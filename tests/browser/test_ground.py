import pytest

from tests.factories import make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOK = """() => {
    const image = document.querySelector('.lead-picture img');
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
    visitor.page.locator(".lead-picture").scroll_into_view_if_needed()
    while not held:
        visitor.page.wait_for_timeout(20)
    before = visitor.page.evaluate(LOOK)
    for route in held:
        route.continue_()
    visitor.page.evaluate("document.querySelector('.lead-picture img').decode()")

    there, place, _ = visitor.page.evaluate(LOOK)
    assert (before, there) == ([False, place, ground], True)
