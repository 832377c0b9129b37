import json
import re

import pytest

from posts.rendering import linked_data

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "a & b &amp; &lt;",
    "line\u2028and\u2029paragraph",
    "\"quoted\" \\ 'single' {braces}",
    "הכרזת 🏺",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_data_reads_back_and_cannot_leave_its_element(text):
    html = linked_data({"name": text, text: [text]})

    inner = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', html, re.S)
    assert inner
    assert re.findall("[<>&\u2028\u2029]", inner[1]) == []
    assert json.loads(inner[1]) == {"name": text, text: [text]}
