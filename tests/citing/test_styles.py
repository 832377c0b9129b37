from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from posts.citing import references
from posts.citing.styles import Run, apa, chicago, mla
from posts.dates.language import told_in
from tests.citing.stories import ACT, SITE, STORIES, UNDATED

URL = f"{SITE}/posts/founding-act/"
CHICAGO_DAY = "Published May 27, 2025"


def test_the_three_styles_cite_a_dated_story():
    expected = {
        "APA 7": f"On This Day. (2025, May 27). {ACT.title} [Event date: 27 May 1997]. {URL}",
        "MLA 9": f"“{ACT.title}.” On This Day, 27 May 2025, {URL}. Event date: 27 May 1997.",
        "Chicago": f"On This Day. “{ACT.title}.” Event date: 27 May 1997. {CHICAGO_DAY}. {URL}.",
    }
    assert {each.style: str(each) for each in references(ACT)} == expected


@pytest.mark.parametrize(
    ("author", "apa", "others"),
    [
        ("Moreau, Ada", "Moreau, A.", "Moreau, Ada."),
        ("de Beauvoir, Simone Lucie", "de Beauvoir, S. L.", "de Beauvoir, Simone Lucie."),
        ("Sartre, Jean-Paul", "Sartre, J.-P.", "Sartre, Jean-Paul."),
        ("O’Hara, Mary J.", "O’Hara, M. J.", "O’Hara, Mary J."),
        ("Voltaire", "Voltaire.", "Voltaire."),
        ("The editors of St.", "The editors of St.", "The editors of St."),
    ],
)
def test_a_byline_comes_first_and_the_site_where_works_are_named(author, apa, others):
    story = replace(ACT, author=author)
    day, url = "27 May 1997", "https://days.example/posts/founding-act/"
    title = "NATO and Russia sign a Founding Act"
    assert {each.style: str(each) for each in references(story)} == {
        "APA 7": f"{apa} (2025, May 27). {title} [Event date: {day}]. On This Day. {url}",
        "MLA 9": f"{others} “{title}.” On This Day, 27 May 2025, {url}. Event date: {day}.",
        "Chicago": f"{others} “{title}.” On This Day. Event date: {day}. "
        f"Published May 27, 2025. {url}.",
    }


@pytest.mark.parametrize(
    ("language", "title", "event", "note", "quoted", "apa_day", "day", "published"),
    [
        (
            *("de", "„Wer?“", "14. Juli 1789", "Tag des Ereignisses: 14. Juli 1789"),
            *("„‚Wer?‘“.", "27. Mai", "27. Mai 2025", "Veröffentlicht am 27. Mai 2025"),
        ),
        (
            *("fr", "« Qui ? »", "14 juillet 1789", "Date de l’événement : 14 juillet 1789"),
            *("«\u00a0“Qui ?”\u00a0».", "27 mai", "27 mai 2025", "Publié le 27 mai 2025"),
        ),
    ],
)
def test_a_reference_speaks_the_language_of_the_site(
    language, title, event, note, quoted, apa_day, day, published
):
    with override(language), told_in(language):
        told = [str(each) for each in references(replace(ACT, title=title, event_date=event))]

    assert told == [
        f"On This Day. (2025, {apa_day}). {title} [{note}]. {URL}",
        f"{quoted} On This Day, {day}, {URL}. {note}.",
        f"On This Day. {quoted} {note}. {published}. {URL}.",
    ]


def test_an_undated_story_leaves_no_gap():
    assert [str(each) for each in references(UNDATED)] == [
        f"On This Day. (2025, May 27). NATO and Russia sign a Founding Act. {URL}",
        f"“NATO and Russia sign a Founding Act.” On This Day, 27 May 2025, {URL}.",
        f"On This Day. “NATO and Russia sign a Founding Act.” Published May 27, 2025. {URL}.",
    ]


def test_apa_sets_the_title_in_italics_and_mla_the_site():
    assert [run.text for run in apa(ACT).runs if run.italic] == [ACT.title]
    assert [run.text for run in mla(ACT).runs if run.italic] == ["On This Day"]
    assert [run for run in chicago(ACT).runs if run.italic] == []


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_each_reference_has_one_run_for_the_title(story):
    for reference in references(story):
        assert sum(run.is_title for run in reference.runs) == 1


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Who fired first?", "“Who fired first?” "),
        ("The end.", "“The end.” "),
        ('He said "no"', "“He said ‘no.’” "),
        ("He said “no”", "“He said ‘no.’” "),
        ("“Peace!”", "“‘Peace!’” "),
        ("The camp of the Romans’", "“The camp of the Romans’.” "),
        ("“Peace” in our time", "“‘Peace’ in our time.” "),
        ("The Ides (of March)", "“The Ides (of March).” "),
        ("Où est « la paix » ?", "“Où est « la paix » ?” "),
        ("Two\nlines", "“Two lines.” "),
    ],
)
def test_a_quoted_title_ends_in_one_stop_with_its_own_quotes_single(title, quoted):
    runs = chicago(replace(UNDATED, title=title)).runs
    assert "".join(run.text for run in runs[1:4]) == quoted


def test_a_title_that_ends_itself_needs_no_stop_in_apa():
    runs = apa(replace(UNDATED, title="Who fired first?")).runs
    assert runs[1:] == (Run("Who fired first?", italic=True, is_title=True), Run(f" {URL}"))


@pytest.mark.parametrize(
    ("month", "words"), [(1, "5 Jan. 2025"), (5, "5 May 2025"), (9, "5 Sept. 2025")]
)
def test_mla_shortens_the_long_months(month, words):
    assert f", {words}, " in str(mla(replace(ACT, published=date(2025, month, 5))))


def test_a_site_whose_name_ends_in_a_stop_gets_no_second():
    assert str(apa(replace(ACT, site="Days Inc."))).startswith("Days Inc. (2025")
