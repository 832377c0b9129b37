import pytest

from posts.editorial.alt_text import alt_problem

FILES = ["Hero-Final_2.png", "images/ab12.webp"]


@pytest.mark.parametrize(
    "alt",
    [
        *("Image", "image", "IMAGE.", "Image 3", "picture", "Photo", "img", "untitled", "[image]"),
        *("Alt text", "screenshot", "Screen shot 2", "…", "12", "N/A", "illustration", "Scan 12"),
    ],
)
def test_a_bare_word_says_nothing(alt: str) -> None:
    assert "says that there is a picture, not what it shows" in alt_problem(alt)


@pytest.mark.parametrize(
    "alt",
    [
        *("DSC_0042.JPG", "DSC_0042", "img_20200101", "IMG-20200101-WA0001", "photo.jpeg"),
        *("hero-final2.png", "hero final 2", "Hero-Final_2", "ab12", "P1010023"),
        "9f86d081884c7d659a2feaa0c55ad015",
    ],
)
def test_a_file_name_is_no_description(alt: str) -> None:
    assert "is the name of a file" in alt_problem(alt, file_names=FILES)


def test_the_title_repeated_is_no_description() -> None:
    titles = ["The Battle of Hastings", ""]
    assert "repeats the title" in alt_problem("the battle of hastings.", titles=titles)
    assert alt_problem("The Battle of Hastings, as stitched at Bayeux", titles=titles) == ""


@pytest.mark.parametrize(
    "alt",
    [
        *("A red field", "Image of the signing in Paris", "Photo: two presidents shake hands"),
        *("Signatories", "A photograph by Nadar", "1066 on a coin", "IMG headquarters at dusk", ""),
        *("Map of Gaul", "Portrait of Caesar", "Le roi à Versailles", "条約の調印"),
        "Scanned letter of 12 May 1940",
    ],
)
def test_what_describes_is_left_alone(alt: str) -> None:
    assert alt_problem(alt, file_names=FILES, titles=["Something else"]) == ""
