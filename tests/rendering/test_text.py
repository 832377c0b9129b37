import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.rendering import (
    RenderingError,
    clean_line,
    clean_text,
    render_story,
    with_plain_breaks,
    without_controls,
)


def test_text_comes_out_in_nfc_with_line_feeds_only():
    assert clean_text("Cafe\u0301\r\nNoir\rBlanc\n") == "Café\nNoir\nBlanc\n"


def test_a_line_is_trimmed_and_its_spaces_folded():
    assert clean_line(" \tThe  Ides\u00a0of\nMarch ") == "The Ides of March"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("\ufeffWeser\u00adberg\u200bland", "Weserbergland"),
        ("co\u2060operate\u200d", "cooperate"),
        ("Ve\u200crdun \u200b\u00ad", "Verdun"),
        ("e\u200b\u0301t\u00e9", "été"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_a_name_has_no_invisible_characters(typed, line):
    assert clean_line(typed) == line


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"])
def test_an_invisible_character_kills_no_mark_of_a_line(unseen):
    for source in ("# Rome", "- Rome", "> Rome", "1. Rome", "## Rome", "> - Rome", "| a |\n|---|"):
        marks = source.replace(" ", f"{unseen} {unseen}", 1)
        for spoilt in (f"{unseen}{source}", marks, source.replace("\n", f"\n{unseen}")):
            assert render_story(spoilt) == render_story(source)
    assert render_story(f"Ro{unseen}me") == f"<p>Ro{unseen}me</p>\n"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("\x00", "The character U+0000 (NUL) at line 1, column 1 cannot be stored. Remove it."),
        (
            "ab\ncd\x1b",
            "The character U+001B (escape) at line 2, column 3 cannot be stored. Remove it.",
        ),
        ("\ud800", "The character U+D800 at line 1, column 1 cannot be stored. Remove it."),
        ("\ufdd0", "The character U+FDD0 at line 1, column 1 cannot be stored. Remove it."),
        ("\U0010ffff", "The character U+10FFFF at line 1, column 1 cannot be stored. Remove it."),
    ],
)
def test_what_no_feed_can_carry_is_refused_with_its_place(value, message):
    with pytest.raises(RenderingError) as caught:
        clean_text(value)
    assert str(caught.value) == message


def test_direction_controls_are_allowed_in_prose_and_refused_in_names():
    assert clean_text("a\u200eb") == "a\u200eb"
    with pytest.raises(RenderingError) as caught:
        clean_line("a\u200eb")
    assert str(caught.value) == (
        "The character U+200E (left-to-right mark) at line 1, column 2 "
        "is not allowed in a name or title. Remove it."
    )


@given(st.text())
def test_clean_text_is_stable_and_can_always_be_stored(value):
    try:
        cleaned = clean_text(value)
    except RenderingError:
        return
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not {"\x00", "\r"} & set(cleaned)


BREAKS = "Breaks that were control characters are plain ones now."
CONTROLS = "Control characters were taken out."
UNSEEN = "Soft hyphens and other characters that nobody sees were taken out."


@pytest.mark.parametrize(
    ("pasted", "text", "told"),
    [
        ("One\r\ntwo\rthree\n", "One\ntwo\nthree\n", ()),
        ("A\x0bB\x0cC\x85D\u2028E", "A\nB\nC\nD\nE", (BREAKS,)),
        ("A\u2029B", "A\n\nB", (BREAKS,)),
        ("A\x07\x00\ufdd1B\x9f", "AB", (CONTROLS,)),
        ("We\u00adser\u200b\x0b\x01", "Weser\n", (BREAKS, CONTROLS, UNSEEN)),
        ("می\u200cخواهم “so”", "می\u200cخواهم “so”", ()),
    ],
)
def test_breaks_of_office_programs_become_plain_ones(pasted, text, told):
    assert with_plain_breaks(pasted, line="\n", paragraph="\n\n") == (text, told)


@given(st.text())
def test_what_has_plain_breaks_has_nothing_that_cannot_be_stored(pasted):
    text, _ = with_plain_breaks(pasted, line="\n", paragraph="\n\n")
    assert text == without_controls(text)
