"""Dossiers and chains in a browser: sound in both themes, on a phone and on a desk."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from posts.models import Dossier, PostLink, Source
from tests.browser.desk import sign_in, unfold
from tests.factories import (
    link_posts,
    make_category,
    make_dossier,
    make_editor,
    make_image,
    make_milestone,
    make_place,
    make_post,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "A milestone with a long name, after the Donaudampfschifffahrtsgesellschaftskapitän’s own"
PAGES = ("/dossiers/", "/dossiers/crossing/", "/posts/story-1/")


@pytest.fixture
@transaction.atomic
def _dossier(transactional_db: None) -> None:
    posts = [
        make_post(
            f"Story {n}: how it went on from there to where nobody had looked for it",
            slug=f"story-{n}",
            event_input=date,
            categories=[make_category(f"Kind {n}", sign="§")],
            places=[make_place(f"Town {n}")],
        )
        for n, date in enumerate(("before 1492", "20 September 1519 – 6 September 1522", "1642"))
    ]
    link_posts(posts[0], posts[1])
    link_posts(posts[1], posts[2], "follows")
    dossier = make_dossier(
        "Crossing",
        description="Who went first, and who had been there before.",
        posts=posts,
        hero=make_image(size=(1200, 800), caption="A sea", credit="Drawn here"),
        sections=[("The way back", "It was *harder*.[^1]\n\n## Why\n\n- wind\n\n[^1]: Often.")] * 2,
    )
    source = Source.objects.create(title="Annals", url="https://example.org/annals")
    dossier.citations.create(source=source, quotation="So it was.", note="Late.", position=1)
    make_milestone(dossier, LONG, event_input="44 BC", note="As told.", locator="chapter 2")
    make_milestone(dossier, "Return", event_input="June–October 1565", source=source)


@pytest.mark.usefixtures("_dossier")
def test_the_pages_are_sound(visit: Any) -> None:
    assert visit().faults(PAGES) == {}


@pytest.mark.usefixtures("_dossier")
def test_a_reader_goes_from_a_story_to_its_dossier_and_along_the_chain(
    visit: Any,
) -> None:
    """Without JavaScript, which none of this needs."""
    page = visit(java_script_enabled=False).open("/posts/story-1/")
    # The chain of three is what comes before and after it, so it is not told once more.
    onward = page.locator(".beyond")
    expect(onward.get_by_role("link")).to_have_count(2)

    onward.locator('a[href="/posts/story-0/"]').click()
    page.wait_for_url("**/posts/story-0/")
    page.get_by_role("link", name="Crossing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crossing")
    page.get_by_role("link", name="Source 2, chapter 2").click()
    assert page.locator(":target").inner_text().startswith(f"On {LONG}")


def add_row(page: Page, name: str, prefix: str) -> Any:
    page.get_by_role("button", name=f"Add a {name}").click()
    return page.locator(f".dynamic-{prefix}").last


def choose(page: Page, row: Any, name: str) -> None:
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill(name)
    page.get_by_role("option", name=name).click()


def test_an_editor_opens_a_dossier_with_a_section_a_milestone_and_a_source(visit: Any) -> None:
    make_editor()
    Source.objects.create(title="Annals")
    desk = sign_in(visit)
    broken: list[Any] = []
    desk.page.on("pageerror", lambda error: broken.append(error))
    page = desk.open("/admin/posts/dossier/add/")
    page.fill("#id_title", "NATO–Russia relations")
    for heading in ("After the Cold War", "Before it"):
        if heading != "After the Cold War":
            add_row(page, "section", "sections")
        section = page.locator(".dynamic-sections").last
        section.locator("[name$='-heading']").fill(heading)
        text = section.get_by_label("Text")
        text.fill("They talked.")
        text.select_text()
        section.get_by_role("button", name="Bold").click()
        expect(text).to_have_value("**They talked.**")
        section.get_by_role("button", name="Preview").click()
        whole = page.get_by_role("region", name="Preview of the dossier")
        expect(whole.locator("h1")).to_have_text("NATO–Russia relations")
        expect(whole.locator("section", has_text=heading).locator("strong")).to_be_in_viewport()
        expect(text).to_be_hidden()
        whole.get_by_role("button", name="Back to writing").click()
        expect(section.get_by_role("button", name="Preview")).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 1600})
    section.locator(".grip").hover()
    page.mouse.down()
    goal = page.locator(".dynamic-sections .grip").first.bounding_box()
    page.mouse.move(goal["x"] + 5, goal["y"] + 5, steps=12)
    page.mouse.up()
    expect(page.locator(".dynamic-sections [name$='-heading']").first).to_have_value("Before it")
    for label, date in (("Left out", "1999"), ("Chicago summit", "May 2012")):
        milestone = add_row(page, "milestone", "milestones")
        milestone.locator("[name$='-label']").fill(label)
        milestone.locator("[name$='-event_input']").fill(date)
        choose(page, milestone, "Annals")
    page.locator(".dynamic-milestones").first.get_by_role("button", name="Remove").click()
    expect(page.locator(".dynamic-milestones .note").first).to_have_text("Read as May 2012 · month")
    unfold(page, "sources")
    choose(page, add_row(page, "source", "citations"), "Annals")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/dossier/")

    dossier = Dossier.objects.get()
    assert dossier.slug == "nato-russia-relations"
    assert [row.label for row in dossier.milestones.all()] == ["Chicago summit"]
    assert [row.heading for row in dossier.sections.all()] == ["Before it", "After the Cold War"]
    assert dossier.sources.count() == 1
    assert [text for text in desk.complaints if "Content Security Policy" in text] == []
    assert broken == []


def test_a_dossier_can_be_written_without_scripts(visit: Any) -> None:
    """Each save brings one more row of each kind."""
    make_editor()
    page = sign_in(visit, width=390, java_script_enabled=False).open("/admin/posts/dossier/add/")
    page.fill("#id_title", "By hand")
    for number in range(3):
        page.fill(f"[name=sections-{number}-heading]", f"Part {number}")
        page.fill(f"[name=sections-{number}-text]", "Words.")
        page.fill(f"[name=sections-{number}-position]", "0" if number else "1")
        page.locator(".other-steps summary").click()
        page.get_by_role("button", name="Save and keep editing").click()
        page.wait_for_url("**/change/")
    headings = [row.heading for row in Dossier.objects.get().sections.all()]
    assert headings == ["Part 2", "Part 1", "Part 0"]


def test_an_editor_links_two_posts(visit: Any) -> None:
    make_editor()
    post, _ = make_post("Hastings", status="draft"), make_post("Stamford Bridge")
    page = sign_in(visit).open(f"/admin/posts/post/{post.pk}/change/")
    unfold(page, "chain")
    row = add_row(page, "link to what came before", "links_before")
    row.get_by_label("How").select_option("follows")
    choose(page, row, "Stamford Bridge")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")

    assert str(PostLink.objects.get()) == "Stamford Bridge was followed by Hastings"


def test_the_titles_of_what_was_chosen_are_read_whole(visit: Any) -> None:
    make_editor()
    title = "Seven voyages of the eunuch admiral, from Nanjing to Africa"
    dossier = make_dossier(posts=[make_post(title)])
    page = sign_in(visit, width=390).open(f"/admin/posts/dossier/{dossier.pk}/change/")
    page.get_by_role("link", name="Details").click()
    unfold(page, "stories")
    chip = page.locator(".field-posts .select2-selection__choice")
    expect(chip).to_contain_text(title)
    assert chip.evaluate("e => [e.scrollWidth <= e.clientWidth, e.clientHeight > 30]") == [
        True,
        True,
    ]
