"""Codes of languages, as BCP 47 has them."""

import re
from typing import Final

CODE_LENGTH: Final = 12
_SHAPE: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*(\.UTF-8)?")
# All of two letters that ISO 639-1 has. Of three letters there are thousands, and any three pass.
_ISO_639_1: Final = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo
lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_OF_TWO_LETTERS: Final = frozenset(_ISO_639_1.split())


def language_code(written: object) -> str:
    """Return a language code as it is usually written, '' for what is none.

    >>> language_code("zh_tw"), language_code("EN"), language_code("English"), language_code("cz")
    ('zh-TW', 'en', '', '')
    """
    if not isinstance(written, str) or not _SHAPE.fullmatch(written := written.strip()):
        return ""
    first, *rest = re.split("[-_]", written.removesuffix(".UTF-8").lower())
    if len(first) == len("en") and first not in _OF_TWO_LETTERS:
        return ""
    sized = {2: str.upper, 4: str.title}
    code = "-".join([first, *(sized.get(len(each), str)(each) for each in rest)])
    return code if len(code) <= CODE_LENGTH else ""
