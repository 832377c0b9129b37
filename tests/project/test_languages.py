"""The site's own words in each of its languages."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from django.utils.translation.template import templatize

from historyblog import env
from posts.archives.edition import edition
from posts.archives.parts import parts_of
from posts.dates.language import use
from posts.models import Post
from tests.factories import make_category, make_dossier, make_place, make_post

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("de", "fr")
# Names, and what the desk alone shows; the marks of eras belong to dates.
OF_NO_LANGUAGE = {
    *("RSS", "JSON", "BibTeX", "RIS", "CSL-JSON", "Google Calendar", "AD", "BC"),
    "page front",  # a class
}
OF_THE_DESK = {"_desk_banner.html", "_work_banner.html"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.M)


def entries_of(language: str) -> list[dict[str, str]]:
    """Return the messages of a .po file: each part of one by its keyword."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    blocks = path.read_text().split("\n\n")[1:]
    return [
        {
            word: "".join(ast.literal_eval(line) for line in text.strip().split("\n"))
            for word, text in _ENTRY.findall(f"{block}\n")
        }
        for block in blocks
    ]


def translations_of(entry: dict[str, str]) -> list[str]:
    return [text for word, text in entry.items() if word.startswith("msgstr")]


def test_each_message_is_translated_with_the_same_placeholders_into_each_language():
    german, french = (entries_of(language) for language in LANGUAGES)
    assert [entry["msgid"] for entry in german] == [entry["msgid"] for entry in french]
    assert len(german) > 400
    for entry in german + french:
        wanted = set(PLACEHOLDER.findall(entry.get("msgid_plural", entry["msgid"])))
        found = translations_of(entry)
        assert all(found), entry
        assert len(found) == (2 if "msgid_plural" in entry else 1), entry
        assert set(PLACEHOLDER.findall(found[-1])) == wanted, entry
        assert set(PLACEHOLDER.findall(found[0])) <= wanted, entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_what_the_text_says(language):
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    assert "#, fuzzy" not in (folder / "django.po").read_text()
    with (folder / "django.mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    compiled.pop("")
    written = {}
    for entry in entries_of(language):
        if "msgid_plural" in entry:
            written |= {(entry["msgid"], n): entry[f"msgstr[{n}]"] for n in (0, 1)}
        else:
            written[entry["msgid"]] = entry["msgstr"]
    assert compiled == written


def sources() -> list[Path]:
    templates = ROOT / "templates"
    own = [*templates.glob("*.*"), *templates.glob("posts/*.*"), *templates.glob("mail/stories*")]
    return [path for path in own if path.name not in OF_THE_DESK]


_CONSTANT = re.compile(r'(?:name|about|note|before|after|distance)="([^"]*[A-Za-z]{3}[^"]*)"')
_TOLD_BY = re.compile(
    r"(?:aria-label|title|alt|placeholder|label|data-(?:copied|refused|passage|here|again|name))"
    r'="([^"<>]*)"'
)


def bare_words(template: str) -> list[str]:
    """Return the words that a template prints in English whatever the site's language is."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", template, flags=re.S)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    constants = [
        word for tag in re.findall(r"{% include .*?%}", text) for word in _CONSTANT.findall(tag)
    ]
    text = re.sub(r"{%.*?%}|{{.*?}}|<!--.*?-->", "", text, flags=re.S)
    attributes = _TOLD_BY.findall(text)
    between = re.sub(r"<(?:[^<>\"]|\"[^\"]*\")*>", "\n", text, flags=re.S).split("\n")
    said = (re.sub(r"&\w+;", "", each).strip(" .,:;·–()“”×→←↩︎[]") for each in between + attributes)
    return constants + [each for each in said if re.search("[A-Za-z]{2}", each)]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Sources</p>", ["Sources"]),
        ('<p aria-label="Pages">{{ number }}</p>', ["Pages"]),
        ('{% include "a.html" with name="Map" %}', ["Map"]),
        ("{% if page %}Next in time{% endif %}: {{ how }}", ["Next in time"]),
        ('<p>{% translate "Sources" %}: {% blocktranslate %}of it{% endblocktranslate %}</p>', []),
        (
            '{% include "a.html" with name=_("Map") sizes="100vw" %}<a class="note" href="/">1</a>',
            [],
        ),
    ],
)
def test_a_bare_word_is_found(template, found):
    assert bare_words(template) == found


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_no_template_for_readers_holds_a_word_outside_the_catalogs(path):
    if path.suffix == ".html" or path.name == "stories.txt":
        found = [word for word in bare_words(path.read_text()) if word not in OF_NO_LANGUAGE]
        assert found == []
        assert "|pluralize" not in path.read_text()


def asked_for() -> set[str]:
    """Return each message that a template for readers or a module has translated."""
    folder = ROOT / "templates"
    templates = [path for path in folder.rglob("*.*") if path.parent.name not in ("admin", "desk")]
    tags = "".join(templatize(path.read_text()) for path in templates)
    modules = [path for name in ("posts", "historyblog") for path in (ROOT / name).rglob("*.py")]
    calls = (node for path in modules for node in ast.walk(ast.parse(path.read_text())))
    named = {word for call in calls if isinstance(call, ast.Call) for word in translated_by(call)}
    return named | {ast.literal_eval(word) for word in _TAGGED.findall(tags)}


_TAGGED = re.compile(r"""\b(?:n?gettext|_)\((u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))""")
_FUNCTIONS = {"gettext", "ngettext", "gettext_noop", "gettext_lazy", "_"}


def translated_by(call: ast.Call) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id in _FUNCTIONS:
        match call.args[:1]:
            case [ast.Constant(value=str(word))]:
                yield word


def test_the_catalogs_hold_what_is_asked_for_and_nothing_else():
    assert {entry["msgid"] for entry in entries_of("de")} == asked_for()


@pytest.fixture
def speak(settings):
    """Choose the language of the site, as it starts; English again in the end."""

    def spoken(code):
        settings.LANGUAGE_CODE = code
        use(code)

    yield spoken
    use("en-gb")


@pytest.fixture
def stories(db):
    place = make_place("Essex")
    category = make_category("war")
    made = [
        make_post(f"Name {number}", places=[place], categories=[category], closing_question="Qui?")
        for number in (1, 2)
    ]
    made[0].tags.add("Senlac")
    ides = make_post("Caesar", event_input="15 March 44 BC")
    make_dossier("Mensa", posts=[*made, ides])
    return made


PAGES = {
    "/": ("Neueste Geschichten", "Derniers récits"),
    "/on/10-14/": ("2 Geschichten, das früheste", "2 récits, l’année"),
    "/on/10-01/": ("geschah am 1. Oktober noch nichts", "passé le 1er octobre"),
    "/on/": ("1. bis 7. Januar", "du 1er au 7 janvier"),
    "/posts/name-1/": ("Diese Geschichte zitieren", "Citer ce récit"),
    "/posts/caesar/": (
        '<span class="era-mark">v. Chr.</span>',
        '<span class="era-mark">av. J.-C.</span>',
    ),
    "/posts/name-1/letter/": ("Ihr Brief", "Votre lettre"),
    "/posts/name-1/letter/?kind=error": ("Die Stelle", "Le passage"),
    "/posts/name-1/letter/thanks/": ("Danke", "Merci"),
    "/categories/war/": ("2 Geschichten, in der Reihenfolge", "2 récits, dans l’ordre"),
    "/places/essex/": ("Auf der Zeitleiste", "Dans la chronologie"),
    "/dossiers/mensa/": ("15. März 44 v. Chr.", "15 mars 44 av. J.-C."),
    "/tags/": ("Menschen, Dinge und Ideen", "Des gens, des choses et des idées"),
    "/years/1066/": ("Vom 1. Januar bis zum 31. Dezember 1066", "Du 1er janvier au 31 décembre"),
    "/years/44-bc/": ("Was im Jahr 44 v. Chr. geschah", "passé en 44 av. J.-C."),
    "/decades/1060s/": ("1060er Jahre", "Années 1060"),
    "/centuries/1-bc/": ("1. Jahrhundert v. Chr.", "Ier siècle av. J.-C."),
    "/centuries/11/": ("Was im 11. Jahrhundert geschah", "Ce qui s’est passé au XIe siècle"),
    "/timeline/": ("Nach Jahrhunderten", "Par siècle"),
    "/timeline/?century=11": ("im 11. Jahrhundert", "au XIe siècle"),
    "/map/": ("Wo die Geschichten geschahen", "Où les récits se sont passés"),
    "/search/": ("Wie man fragt", "Comment chercher"),
    "/search/?q=nothingness": ("enthält „nothingness“", "ne contient «\u00a0nothingness\u00a0»"),
    "/follow/": ("In Ihrem Kalender", "Dans votre agenda"),
    "/corrections/": ("Bisher musste nichts berichtigt", "Rien n’a dû être corrigé"),
    "/posts/name-3/": ("Dieses Blatt fehlt", "Ce feuillet manque"),
    "/feeds/today.xml": ("Was am", "Ce qui s’est passé le"),
    "/feed.json": ("Die neuesten Geschichten", "Les récits les plus récents"),
    "/calendar.ics": ("Was an jedem Tag", "Ce qui s’est passé chaque jour"),
}
ENGLISH = re.compile(
    r"\b(?:the|of|and|story|stories|happened|search|sources|this|published|write|today|places|"
    r"categories|editors|years?|ago|months?|BC|AD|century|October|March|1060s)\b",
    re.I,
)


def words_of(html: str) -> str:
    """Return what a page says: without its tags, what machines read, and stories."""
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.S)
    html = re.sub(r"<dd>.*?</dd>", " ", html, flags=re.S)  # references are in English
    html = re.sub(r"What happened: (Name|Caesar)|The story of (Name|Caesar)", " ", html)
    return re.sub(r"<[^>]*>|On This Day|All about Mensa", " ", html)


@pytest.mark.parametrize(("number", "language"), list(enumerate(LANGUAGES)))
def test_pages_speak_one_language_whatever_the_reader_asks_for(
    client: Client, speak, stories, number, language
):
    speak(language)
    english = {}
    for path, told in PAGES.items():
        answer = client.get(path, follow=True)
        text = answer.content.decode()
        assert told[number] in text, path
        if text.startswith("<!doctype html>"):
            assert f'<html lang="{language}" dir="ltr">' in text
            english[path] = ENGLISH.findall(words_of(text))
        assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert {path: found for path, found in english.items() if found} == {}
    asked = client.get("/", headers={"accept-language": "en-GB, en"})
    assert asked.content == client.get("/").content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en-gb", "1 story</p>", "2 stories, in the order"),
        ("de", "1 Geschichte</p>", "2 Geschichten, in der"),
        ("fr", "1 récit</p>", "2 récits, dans"),
    ],
)
def test_numbers_have_their_plural(client: Client, speak, language, one, two):
    speak(language)
    war = make_category("war")
    make_post("First", categories=[war])
    assert one in client.get("/categories/war/").content.decode()
    make_post("Second", categories=[war])
    assert two in client.get("/categories/war/").content.decode()


@pytest.mark.parametrize(
    ("language", "notes", "cite"),
    [("de", "Anmerkungen", "Diese Geschichte zitieren"), ("fr", "Notes", "Citer ce récit")],
)
def test_the_desk_is_english_and_what_it_stores_is_not(
    admin_client: Client, speak, language, notes, cite
):
    speak(language)
    desk = admin_client.get("/admin/posts/post/add/").content.decode()
    assert '<html lang="en-gb"' in desk
    assert re.search(r'name="language" value="(..)"', desk)[1] == language
    with override("en-gb"):  # as within a request for the desk
        post = make_post(story="It ended.[^1]\n\n[^1]: In 1918.", places=[make_place("Essex")])
        parts = parts_of(Post.objects.for_page().get(pk=post.pk))
    assert f'<ol type="a" aria-label="{notes}"' in post.story_html
    assert cite in parts.article


def test_another_language_is_another_edition(settings):
    found = set()
    for code in ("en-gb", *LANGUAGES):
        settings.LANGUAGE_CODE = code
        found.add(edition())
    assert len(found) == 3


def test_a_changed_catalog_is_another_edition(settings, tmp_path):
    before = edition()
    (tmp_path / "django.mo").write_bytes(b"other words")
    settings.LOCALE_PATHS = [tmp_path]
    assert edition() != before


@pytest.mark.parametrize(
    ("typed", "code"), [("", "en-gb"), ("en", "en-gb"), ("de", "de"), ("fr", "fr")]
)
def test_a_site_chooses_its_language(monkeypatch, typed, code):
    monkeypatch.setenv("LANGUAGE_CODE", typed)
    assert env.language("LANGUAGE_CODE") == code
    assert code in dict(settings.LANGUAGES)


@pytest.mark.parametrize("typed", ["DE", "de-DE", "german", "it", "en_GB"])
def test_a_language_that_is_none_of_them_is_refused(monkeypatch, typed):
    monkeypatch.setenv("LANGUAGE_CODE", typed)
    with pytest.raises(env.ConfigurationError) as refused:
        env.language("LANGUAGE_CODE")
    expected = f"LANGUAGE_CODE={typed!r} cannot be read. Accepted: en, de or fr."
    assert str(refused.value) == expected
