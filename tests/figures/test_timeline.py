from posts.figures import ACROSS, Stretch, Tally, timeline


def century(first: int, number: int) -> Tally:
    return Tally(name=f"{first}", tick=f"{first}", first=first, last=first + 99, number=number)


def test_a_dense_century_is_given_more_room_than_an_empty_one():
    numbers = [*[9] * 18, 0, 9, 900]
    tallies = [century(100 * n, number) for n, number in enumerate(numbers)]

    *_, empty, some, many = (slot.room for slot in timeline(tallies, [], ACROSS).slots)

    assert empty < some < many


def test_an_empty_span_has_no_bar_and_one_story_beside_thousands_has():
    figure = timeline([century(1700, 0), century(1800, 1), century(1900, 9000)], [], ACROSS)

    heights = [cell.bar.height for cell in figure.cells]
    assert heights == [0, 3, ACROSS.tall]


def test_a_range_reaches_from_its_first_year_to_the_end_of_its_last():
    tallies = [century(1700, 5), century(1800, 5)]
    figure = timeline(tallies, [Stretch("Long", "1750–1849", "/", 1750, 1849)], ACROSS)

    (lane,) = figure.lanes
    begins, ends = figure.scale.at(1750), figure.scale.at(1850)
    assert (lane.bar.x, lane.bar.width) == (begins, ends - begins)
