"""The writing box as a hand at the keyboard knows it: keys, paste, pictures, links, undo."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from posts.models import Post, Source
from tests.browser.desk import sign_in, unfold
from tests.factories import make_editor, make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# To put rich text on the clipboard the browser reads it in this page, whose policy it breaks.
COPY = """async (formats) => {
  const items = Object.entries(formats).map(([type, text]) => [type, new Blob([text], { type })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
  window.__violations = [];
}"""
DROP = """(box, html) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData("text/html", html);
  box.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}"""
WORD = (
    "<html><body><h1>Dusk</h1><p class=MsoNormal>It was <b>over</b>.<o:p></o:p></p>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>one</p>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>two</p></body></html>"
)


class Box:
    """The story's box on a page: what stands in it, with `|` for the caret."""

    def __init__(self, page: Page) -> None:
        self.page, self.area = page, page.locator("#id_story")

    def has(self, text: str) -> None:
        expect(self.area).to_have_value(text.replace("|", ""))
        if "|" in text:
            assert self.area.evaluate("box => box.selectionEnd") == text.index("|")

    def begin(self, text: str) -> None:
        """Put `text` there, with what is within `[…]` selected if the caret has two marks."""
        places = [found.start() - i for i, found in enumerate(re.finditer(r"\|", text))]
        self.area.fill(text.replace("|", ""))
        start, end = places[0], places[-1]
        self.area.evaluate("(box, [a, b]) => box.setSelectionRange(a, b)", [start, end])

    def press(self, *keys: str) -> None:
        for key in keys:
            self.area.press(key)

    def paste(self, key: str = "Control+v", **formats: str) -> None:
        types = {f"text/{name}": text for name, text in formats.items()}
        self.page.evaluate(COPY, types)
        self.area.press(key)

    def told(self, words: str) -> None:
        expect(self.page.locator("[data-told]")).to_have_text(words)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def test_the_box_writes_what_hands_and_programs_give_it(visit: Any) -> None:
    make_editor()
    make_post("The October Manifesto", event_input="17 October 1905")
    Source.objects.create(author="Andrew Chaikin", title="A Man on the Moon", issued="1994")
    image = make_image("green")
    desk = sign_in(visit, permissions=["clipboard-read", "clipboard-write"])
    page = desk.open("/admin/posts/post/add/")
    box = Box(page)
    for part in (_keys, _lists, _paste, _notes, _links, _citations, _help):
        part(page, box)
    _picture(page, box, image)
    _bullets(page)
    assert page.evaluate("window.__violations") == []
    _main_step(page, box)


def _keys(page: Page, box: Box) -> None:
    box.begin("By |dusk| it was over.")
    box.press("Control+b")
    box.has("By **dusk** it was over.")
    box.press("Control+i")
    box.has("By **_dusk_** it was over.")
    box.press("Control+z", "Control+z")
    box.has("By dusk it was over.")
    button(page, "Heading").click()
    box.has("## By dusk it was over.")
    button(page, "Heading").click()
    button(page, "Quotation").click()
    box.has("> ### By dusk it was over.")
    box.press("Control+z", "Control+z", "Control+z")
    box.has("By dusk it was over.")
    page.get_by_role("toolbar").focus()
    page.keyboard.press("ArrowRight")
    expect(button(page, "Italic")).to_be_focused()
    page.keyboard.press("End")
    expect(button(page, "Help: keys and marks")).to_be_focused()
    box.area.focus()
    page.keyboard.press("Tab")
    expect(box.area).not_to_be_focused()
    expect(page.locator("[data-word-count]")).to_have_text("5 words · 1 minute")


def _lists(page: Page, box: Box) -> None:
    for begun, gone_on, ended in (
        ("- salt|", "- salt\n- |", "- salt\n|"),
        ("9. nine|", "9. nine\n10. |", "9. nine\n|"),
        ("  * in|", "  * in\n  * |", "  * in\n|"),
        ("> said|", "> said\n> |", "> said\n|"),
        ("> - a|b", "> - a\n> - |b", "> - a\n> - \n> - |b"),
        ("plain|", "plain\n|", "plain\n\n|"),
        ("-|dash", "-\n|dash", "-\n\n|dash"),
    ):
        box.begin(begun)
        box.press("Enter")
        box.has(gone_on)
        box.press("Enter")
        box.has(ended)
    button(page, "List").click()
    box.has("-\n\n- dash")


def _paste(page: Page, box: Box) -> None:
    box.begin("At |first| light.")
    box.paste(html="<b>last</b>", plain="last")
    box.has("At **last**| light.")
    box.press("Control+z")
    box.has("At first light.")
    box.begin("At |light.")
    box.area.evaluate(DROP, "<i>last</i> ")
    box.has("At *last*|light.")
    origin = page.evaluate("location.origin")
    box.begin("See |")
    box.paste(plain=f"{origin}/posts/the-october-manifesto/")
    box.has("See [The October Manifesto](/posts/the-october-manifesto/)|")
    box.begin("Begun.|")
    box.paste(html=WORD, plain="Dusk")
    box.has("Begun.\n\n## Dusk\n\nIt was **over**.\n\n- one\n- two\n\n|")
    page.fill("#id_title", "Dusk")
    box.begin("|")
    box.paste(html=WORD, plain="Dusk")
    box.has("It was **over**.\n\n- one\n- two\n\n|")
    box.begin("|")
    box.paste("Control+Shift+v", html=WORD, plain="Plain\x0bwords\x07 here")
    box.has("Plain\nwords here|")
    box.told(
        "Breaks that were control characters are plain ones now. Control characters were taken out."
    )
    box.begin("|")
    box.paste(html="<p>One<img src='data:image/png;base64,x'></p>", plain="One")
    box.told("1 picture left out: add it by the picture button.")
    page.route("**/admin/paste/", lambda route: route.abort())
    box.begin("|")
    box.paste(html="<b>away</b>", plain="away")
    box.has("away|")
    box.told("Pasted as plain text: the server cannot be reached.")
    page.unroute("**/admin/paste/")
    box.begin("See |this|.")
    box.paste(plain=f"{page.url.partition('/admin')[0]}/posts/hastings/")
    box.has("See [this](/posts/hastings/)|.")


def _notes(page: Page, box: Box) -> None:
    box.begin("Once.[^3] Twice.|\n\n[^3]: Reed.\n")
    button(page, "Note").click()
    box.has("Once.[^3] Twice.[^4]\n\n[^3]: Reed.\n[^4]: |")
    button(page, "Note").click()
    box.has("Once.[^3] Twice.[^4]|\n\n[^3]: Reed.\n[^4]: ")


def _links(page: Page, box: Box) -> None:
    address = "/posts/the-october-manifesto/"
    dialog = page.get_by_role("dialog", name="Add a link")
    box.begin("See |it| then.")
    box.press("Control+k")
    dialog.get_by_label("A story’s title").fill("1905")
    result = dialog.get_by_role("button", name="The October Manifesto 17 October 1905")
    expect(result).to_be_visible()
    page.keyboard.press("Enter")
    box.has(f"See [it]({address})| then.")
    box.press("Control+z")
    box.has("See it then.")
    box.begin("See |then.")
    button(page, "Link").click()
    page.keyboard.press("Escape")
    box.has("See |then.")
    button(page, "Link").click()
    page.keyboard.type("example.org/a")
    page.keyboard.press("Enter")
    box.has("See [example.org/a](https://example.org/a)|then.")
    box.begin("See |")
    page.keyboard.type("[[octo")
    expect(page.get_by_role("option", name="The October Manifesto")).to_be_visible()
    page.keyboard.press("Enter")
    box.has(f"See [The October Manifesto]({address})|")
    box.press("Control+z")
    box.has("See [[octo")


def _citations(page: Page, box: Box) -> None:
    box.begin("So|")
    button(page, "Cite a source").click()
    box.told("Choose a source first: it gets a key to cite it by.")
    unfold(page, "sources")
    for number in range(2):
        page.get_by_role("button", name="Add a source").click()
        page.locator(f"#citations-{number} .select2-selection").click()
        page.keyboard.type("Moon")
        page.get_by_role("option", name="Andrew Chaikin, A Man on the Moon").click()
    expect(page.locator("#id_citations-1-key")).to_have_value("chaikin-1994b")
    button(page, "Cite a source").click()
    expect(page.get_by_role("listbox", name="Sources").get_by_role("option")).to_have_count(2)
    page.keyboard.type("chaikin-1994")
    page.keyboard.press("Enter")
    box.has("So [@chaikin-1994]|")
    page.get_by_role("button", name="Add a source").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_citations-2-source").click()
    opened.value.get_by_label("Title").fill("Krakatoa: The Day the World Exploded")
    opened.value.get_by_label("Author").fill("Simon Winchester")
    opened.value.get_by_role("button", name="Save").click()
    expect(page.locator("#id_citations-2-key")).to_have_value("winchester")


def _help(page: Page, box: Box) -> None:
    dialog = page.get_by_role("dialog", name="Keys and marks")
    button(page, "Heading").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    box.begin("Why|")
    page.keyboard.type("?")
    box.has("Why?|")
    expect(dialog).to_be_hidden()


def _picture(page: Page, box: Box, image: Any) -> None:
    box.begin("Before.|After.")
    button(page, "Add picture").click()
    dialog = page.get_by_role("dialog", name="Add a picture")
    dialog.get_by_role("tab", name="From the library").click()
    dialog.get_by_label("Words of its").fill("green")
    dialog.get_by_role("button", name="A green field").click()
    expect(dialog.get_by_text("It shows: A green field")).to_be_visible()
    dialog.get_by_role("button", name="Add picture").click()
    box.has(f"Before.\n\n![A green field]({image.file.url})\n\n|After.")
    box.press("Control+z")
    box.has("Before.After.")


def _bullets(page: Page) -> None:
    unfold(page, "bullets")
    page.get_by_role("button", name="Add a bullet").click()
    expect(page.locator("#id_bullets-0-text")).to_be_focused()
    page.keyboard.type("[@moon")
    expect(page.get_by_role("listbox", name="Sources").get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("#id_bullets-0-text")).to_have_value("[@chaikin-1994]")
    page.locator("#id_bullets-0-text").fill("")
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    expect(page.locator("#id_bullets-1-text")).to_be_focused()
    items = "<ul><li><b>Who:</b> William</li><li>a crown</li></ul>"
    page.evaluate(COPY, {"text/html": items, "text/plain": "Who: William\na crown"})
    page.keyboard.press("Control+v")
    expect(page.locator("#desk-status")).to_have_text("2 bullets made of the list.")
    rows = page.locator(".dynamic-bullets")
    read = "rows => rows.map(row => [...row.querySelectorAll('textarea, input[type=text]')]"
    texts = rows.evaluate_all(f"{read}.map(field => field.value).slice(0, 2))")
    assert texts == [["One", ""], ["William", "Who"], ["a crown", ""]]
    expect(page.locator("#bullet-labels option")).not_to_have_count(0)


def _main_step(page: Page, box: Box) -> None:
    page.fill("#id_title", "Hastings")
    page.fill("#id_event_input", "14 October 1066")
    unfold(page, "short")
    page.fill("#id_description", "An army meets another.")
    box.press("Control+Enter")
    page.wait_for_url("**/admin/posts/post/")
    post = Post.objects.get(title="Hastings")
    assert (post.is_public, [b.text for b in post.bullets.all()]) == (
        True,
        ["One", "William", "a crown"],
    )


def test_its_dialogs_are_for_everyone(visit: Any) -> None:
    make_editor()
    make_image("green")
    make_post("The October Manifesto", event_input="17 October 1905")
    desk = sign_in(visit, width=390, theme="dark")
    page = desk.open("/admin/posts/post/add/")
    sizes = (
        page.get_by_role("toolbar")
        .get_by_role("button")
        .evaluate_all("all => all.map(each => Math.min(each.offsetWidth, each.offsetHeight))")
    )
    assert (len(sizes), min(sizes) >= 32) == (12, True)
    found = {"page": desk.axe_violations()}
    for name, shown in (
        ("Help: keys and marks", ".writing-marks"),
        ("Link", "#link-results button"),
        ("Add picture", "#picture-alt"),
    ):
        button(page, name).click()
        expect(page.locator(shown).first).to_be_visible()
        found[name] = [*desk.axe_violations(), *desk.too_wide([390])]
        if name == "Add picture":
            page.get_by_role("tab", name="From the library").click()
            expect(page.locator(".picture-card")).to_be_visible()
            found["library"] = desk.axe_violations()
        page.keyboard.press("Escape")
    page.locator("#id_story").focus()
    page.keyboard.type("[[octo")
    expect(page.get_by_role("option", name="The October Manifesto")).to_be_visible()
    found["stories"] = [*desk.axe_violations(), *desk.too_wide([390])]
    assert {name: faults for name, faults in found.items() if faults} == {}
