import pytest

from posts.dates import parse


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12.500 v. Chr.", "Y-12499"),
        ("12’500 v. Chr.", "Y-12499"),
        ("2\u202f300 av. J.-C.", "-2299"),
        ("12 mai 500", "0500-05-12"),
        ("am 3. März 1200", "1200-03-03"),
        ("vom 1. Mai bis 3. Juni 1945", "1945-05-01/1945-06-03"),
        ("5. Jh. v. u. Z.", "-04XX"),
        ("9 n. u. Z.", "0009"),
        ("44 avant notre ère", "-0043"),
        ("IVe s. de notre ère", "03XX"),
        ("XIIe s. av. J.-C.", "-11XX"),
        ("c. 1200 a.C.", "-1199~"),
    ],
)
def test_dates_are_read_as_they_are_written_elsewhere(text, edtf):
    assert parse(text).edtf == edtf
