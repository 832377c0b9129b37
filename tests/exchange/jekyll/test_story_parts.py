import pytest

from posts.editorial.snapshot import BulletText
from posts.exchange.jekyll.story_parts import StoryParts, split_story


def parts(body: str) -> StoryParts:
    return split_story(body, 1, lambda src: src == "/hero.png")


def test_a_story_without_the_parts_stays_as_it_is():
    body = "First.\n\n---\n\n- **a**: b\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert parts(body) == StoryParts(body)


@pytest.mark.parametrize(
    "heading",
    ["**TLDR;**", "TL;DR", "**TL;DR:**", "## TL;DR", "tldr", "__TLDR__", "**TLDR**:", "TL DR;"],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_bullets_are_known_by_what_stands_above_them(heading, gap):
    found = parts(f"{heading}{gap}- **Event**: It began.\n* And ended.\n\n## Story\nText")

    assert found.bullets == (BulletText("Event", "It began."), BulletText("", "And ended."))
    assert found.story == "Text"


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\ufeff"])
def test_invisible_characters_hide_no_part(unseen):
    found = parts(f"{unseen}## TL;DR\n{unseen}- **Event**: It began.\n\n{unseen}## Story\nText")

    assert (found.bullets, found.story) == ((BulletText("Event", "It began."),), "Text")


def test_a_list_that_stands_indented_whole_is_taken_as_well():
    found = parts("TLDR\n\n  - **Event**: It began\n    slowly.\n  - And ended.\n\nText")

    assert found.bullets == (BulletText("Event", "It began slowly."), BulletText("", "And ended."))
    assert found.story == "Text"


@pytest.mark.parametrize(
    ("item", "bullet"),
    [
        ("**Event**: It began.", BulletText("Event", "It began.")),
        ("**Event:** It began.", BulletText("Event", "It began.")),
        ("**Event** – It began.", BulletText("Event", "It began.")),
        ("**Napoleon** lost.", BulletText("", "**Napoleon** lost.")),
        ("It went on\n  and on.", BulletText("", "It went on and on.")),
        ("It went on\nlazily.", BulletText("", "It went on lazily.")),
    ],
)
def test_a_label_is_a_bold_lead_before_a_colon(item, bullet):
    assert parts(f"TLDR\n- {item}\n\nText").bullets == (bullet,)


@pytest.mark.parametrize(
    ("list_", "code"),
    [
        ("No list.", "no_bullets"),
        ("- a\n  - nested", "no_bullets"),
        (f"- **{'x' * 61}**: y", "bullet_length"),
        (f"- {'x' * 1001}", "bullet_length"),
    ],
)
def test_a_list_that_bullets_cannot_hold_stays_in_the_story(list_, code):
    body = f"TLDR\n{list_}\n\nText"
    found = parts(body)

    assert (found.story, found.bullets) == (body, ())
    assert [(m.line, m.code) for m in found.messages] == [(1, code)]


def test_rules_between_the_parts_go_and_rules_in_the_story_stay():
    body = "TLDR\n- a\n\n--\n\n---\n\n## Story\nOne.\n\n---\n\nTwo.\n--\n\n|**Why?**|\n\n"
    found = parts(body)

    assert (found.story, found.closing_question) == ("One.\n\n---\n\nTwo.", "Why?")


def test_a_lone_double_hyphen_in_the_story_is_a_rule_and_told():
    found = parts("One.\n\n--\n\n```\n\n--\n\n```\n\nTwo.")

    assert found.story == "One.\n\n---\n\n```\n\n--\n\n```\n\nTwo."
    assert [(m.line, m.code) for m in found.messages] == [(3, "rule")]


def test_three_hyphens_under_the_last_line_keep_it_a_heading():
    assert parts("TLDR\n- a\n\nText.\n\nThe end\n---").story == "Text.\n\nThe end\n---"


def test_the_heros_repeat_goes_once_with_its_words_kept_apart():
    body = 'One.\n\n![A field](/hero.png "By day")\n\nTwo.\n\n![A field](/hero.png)'
    found = parts(body)

    assert found.story == "One.\n\nTwo.\n\n![A field](/hero.png)"
    assert (found.repeated_alt, found.repeated_title) == ("A field", "By day")


@pytest.mark.parametrize(
    ("table", "question"),
    [
        ("|**Why?**|", "Why?"),
        ("| Why? |", "Why?"),
        ("|*Why*|", "Why"),
        ("|**Why?**|\n|---|", "Why?"),
        (r"|**A \| B?**|", "A | B?"),
        ("|No question.|", ""),
        ("|**a**|**b**|", ""),
        ("|a|\n|---|\n|**b?**|", ""),
        ("```\n\n|**Why?**|", ""),
    ],
)
def test_the_closing_question_is_a_table_of_one_cell(table, question):
    found = parts(f"Text.\n\n{table}\n")

    assert found.closing_question == question
    assert found.story == ("Text." if question else f"Text.\n\n{table}")


def test_a_question_that_is_too_long_stays():
    found = parts(f"Text.\n\n|{'x' * 500}?|")

    assert found.closing_question == ""
    assert [m.code for m in found.messages] == ["question_length"]


SPACES = " " * 1_000_000
HOSTILE = ("![a](" + SPACES, "|" + SPACES, "TL" + SPACES, f"## Story{SPACES}x", "- **" * 250_000)


@pytest.mark.parametrize(
    "line", [*HOSTILE, "{:" * 100_000, "`" * 100_000 + " `" * 100_000, "<a " * 100_000]
)
def test_a_hostile_line_stays_as_it_is(line):
    """`benchmarks/hostile.py` measures that it takes time in proportion to its length."""
    body = f"TLDR\n{line}\n\n{line}"
    assert parts(body).story == body
