"""A small archive in which every word has its place, for queries with known results."""

from django.db import transaction

from posts.models import Dossier, Place, Post
from tests.factories import make_citation, make_dossier, make_milestone, make_place, make_post

# name: title, event date, description, story, and more
STORIES: dict[str, dict[str, object]] = {
    "founding": {
        "title": "The Founding Act",
        "event_input": "27 May 1997",
        "description": "NATO and Russia sign a paper at the Élysée Palace.",
        "story": "Sixteen allies came to Paris. The Cold War was over, they said.",
        "places": ["france"],
        "tags": ["diplomacy"],
    },
    "westphalia": {
        "title": "Peace of Westphalia",
        "event_input": "24 October 1648",
        "description": "Two treaties end thirty years of war.",
        "story": "The envoys at Münster and Osnabrück signed the treaties on one day.",
        "places": ["germany"],
    },
    "tordesillas": {
        "title": "A treaty divides the ocean",
        "event_input": "7 June 1494",
        "description": "Castile and Portugal draw a line.",
        "story": "It ran 370 leagues west of Cape Verde.",
        "places": ["spain", "portugal"],
    },
    "caesar": {
        "title": "The Ides of March",
        "event_input": "15 March 44 BC",
        "description": "Caesar’s death in the senate.",
        "story": "He was stabbed twenty-three times, beneath the statue of Pompey.",
        "places": ["italy"],
    },
    "pompeii": {
        "title": "Vesuvius",
        "event_input": "AD 79",
        "description": "Ash falls on Pompeii.",
        "story": "Pliny the Younger watched from Misenum; some 44 loaves were found in an oven.",
        "places": ["italy"],
    },
    "marathon": {
        "title": "A runner from Marathon",
        "event_input": "490–479 BC",
        "description": "Persians land in Attica.",
        "story": "The hoplites charged at a run.",
        "places": ["greece"],
    },
    "october": {
        "title": "The Winter Palace",
        "event_input": "25 October 1917 (O.S.)",
        "description": "Bolsheviks take the palace in Petrograd.",
        "story": "The cruiser Aurora fired a blank. Lenin’s decree on peace followed.",
        "places": ["russia"],
        "tags": ["revolution"],
    },
    "bastille": {
        "title": "The storming of the Bastille",
        "event_input": "14 July 1789",
        "description": "A crowd in Paris frees seven prisoners.",
        "story": "Revolution had come. The king wrote “nothing” in his diary.",
        "places": ["france"],
        "tags": ["revolution"],
    },
    "frost": {
        "title": "Bread grows dear",
        "event_input": "Winter 1708/09",
        "description": "Mills stand frozen.",
        "story": "Ice closed every harbour.\n\n8213. So many loaves.\n\n8220. As many more.",
    },
    "alps": {
        "title": "Elephants wait",
        "event_input": "winter 219/18 BC",
        "description": "Hannibal rests at New Carthage.",
        "story": "Envoys brought grain.",
    },
    "scripts": {
        "title": "Letters of many lands",
        "event_input": "1582",
        "slug": "alphabets-after-wwii",
        "description": "The Qurʾān in Sanaʿa, a chief of Hawaiʻi, a governor’s T’ang bowl.",
        "story": (
            "信長は本能寺で死んだ。 สงครามโลกครั้งที่สอง שָׁלוֹם مُحَمَّد "
            "The U.S.S.R. printed of it in the Weser\u00adberg\u200bland."
        ),
    },
    "salt": {
        "title": "Gandhi’s salt march",
        "event_input": "12 March – 6 April 1930",
        "description": "Eighty marchers walk to the sea at Dandi.",
        "story": "They boiled sea water. By May 60,000 people sat in prison.",
        "places": ["india"],
    },
    "moon": {
        "title": "Footprints on the Moon",
        "event_input": "20 July 1969",
        "description": "Apollo 11 lands with twenty seconds of fuel.",
        "story": "Armstrong stepped down; Collins circled alone. The moon was dusty.",
    },
    "sputnik": {
        "title": "A beep from orbit",
        "event_input": "4 October 1957",
        "description": "Sputnik circles the Earth.",
        "story": "Radio amateurs heard it. It began the race to the moon.",
        "places": ["russia"],
    },
    "cuba": {
        "title": "Thirteen days",
        "event_input": "16–28 October 1962",
        "description": "Missiles in Cuba bring the cold war to the brink.",
        "story": "Kennedy and Khrushchev wrote letters. It was a war of nerves on cold nights.",
        "places": ["cuba"],
    },
    "berlin": {
        "title": "The Wall opens",
        "event_input": "9 November 1989",
        "description": "A press conference goes wrong.",
        "story": "“Immediately, without delay,” said Schabowski.",
        "places": ["germany"],
        "tags": ["cold war"],
    },
    "plague": {
        "title": "Black Death",
        "event_input": "c. 1347",
        "description": "Galleys bring the plague to Messina.",
        "story": "A third of Europe died. Physicians wore no beaks yet.",
        "places": ["italy"],
    },
    "printing": {
        "title": "Gutenberg’s Bible",
        "event_input": "1455",
        "description": "Movable type in Mainz.",
        "story": "He printed some 180 copies; a printer’s workshop needed 100,000 sorts.",
        "places": ["germany"],
    },
    "kierkegaard": {
        "title": "Søren Kierkegaard is born",
        "event_input": "5 May 1813",
        "description": "A philosopher in Copenhagen.",
        "story": "His œuvre came out under false names, as Either/Or did.",
        "places": ["denmark"],
    },
    "brontes": {
        "title": "The Brontë sisters publish",
        "event_input": "October 1847",
        "description": "Jane Eyre comes out under the name of Currer Bell.",
        "story": "Wuthering Heights followed in December. O’Connell had died in May.",
        "places": ["united-kingdom"],
    },
    "ems": {
        "title": "A telegram from Ems",
        "event_input": "13 July 1870",
        "description": "Bismarck shortens a message.",
        "story": "The Franco-Prussian war began within a week. Paris was besieged.",
        "places": ["france", "germany"],
    },
    "haiti": {
        "title": "Haiti declares itself free",
        "event_input": "1 January 1804",
        "description": "Dessalines reads the act at Gonaïves.",
        "story": "The first state of those who had been slaves.",
        "places": ["haiti"],
    },
    "undated": {
        "title": "How maps lie",
        "event_input": "",
        "description": "On projections.",
        "story": "Mercator’s map makes Greenland large; to be or not to be is no question for it.",
    },
    "emoji": {
        "title": "Ελευθερία ή θάνατος",
        "event_input": "25 March 1821",
        "description": "Greeks rise against the sultan 🕊.",
        "story": "Germanos raised a banner at Agia Lavra.",
        "places": ["greece"],
    },
    "letters": {
        "title": "Æthelflæd and Þorgils",
        "event_input": "AD 918",
        "description": "Łódź, Đakovo, Ålesund and the Œdipus of a Straße in Gießen.",
        "story": "Smørrebrød for Ævar; Kırklareli, İzmir, DİYARBAKIR far off. Ångström, naïve.",
    },
    "joined": {
        "title": "Jean-Paul Marat’s bath",
        "event_input": "13 July 1793",
        "description": "Charlotte Corday’s coup d’état of one.",
        "story": (
            "From ’s-Hertogenbosch to Stoke\u2011on\u2011Trent the Anglo–Dutch press wrote of it; "
            "rock ’n’ roll was far, and the Xi’an of the Ming farther. L’Ami du peuple fell silent."
        ),
    },
    "initials": {
        "title": "J. R. R. Tolkien enlists",
        "event_input": "15 July 1915",
        "description": "F.D.R. and J.F.K. were young, the U.S. neutral.",
        "story": "The B.B.C. was not yet; a Ph.D. was rare. Finnish was No. 7 on his list.",
    },
    "figures": {
        "title": "The census of 1801",
        "event_input": "10 May 1801",
        "description": "It counted 8,893,000 souls, or 8.9 million.",
        "story": "In the 1790s some had fled; few paid £25 each. ٱلقاهرة had ١٢٣٤ of ２００１.",
    },
    "east": {
        "title": "関ヶ原の戦い",
        "event_input": "21 October 1600",
        "description": "ｲｴﾔｽ wins; 德川家康 rules. 세종대왕 wrote 한글 long before.",
        "story": "ភាសាខ្មែរ and ภาษาไทย are written without spaces. ガ is not カ. がくせい studied.",
    },
    "semitic": {
        "title": "בְּרֵאשִׁית and القُرْآن",
        "event_input": "AD 610",
        "description": "צה״ל and ז׳בוטינסקי came later. حـسـن in long letters.",
        "story": "In یزد they write کتاب with other letters; ٱلله stands above.",
    },
    "greek": {
        "title": "Οδυσσεύς ὁ πολύτροπος",
        "event_input": "c. 700 BC",
        "description": "Ёлка and Київ in Cyrillic; Чайковский too.",
        "story": "हिन्दी and தமிழ் and ქართული and Հայաստան.",
    },
    "unseen": {
        "title": "By steam to Pest",
        "event_input": "17 September 1830",
        "description": "A Donau\u00addampf\u00adschiff, a zero\u200bwidth and a word\u2060joiner.",
        "story": "Left\u200eright, می\u200cخواهم, and the end\ufeff.",
    },
    "winters": {
        "title": "The Discovery in the ice",
        "event_input": "winter 1902–03",
        "description": "Scott turns back.",
        "story": "On the 30th of December, at 82° 17′ S, they turned.",
    },
    "bronze": {
        "title": "Qadesh",
        "event_input": "May 1274 BC",
        "description": "Ramesses against Muwatalli.",
        "story": "Some two thousand chariots met.",
    },
}  # fmt: skip


@transaction.atomic
def make_corpus() -> dict[str, Post]:
    """Return the stories by name; the Moon's has bullets and a source, and there is a dossier."""
    posts = {name: make_post(**_fields(fields)) for name, fields in STORIES.items()}
    posts["moon"].bullets.create(label="Landing", text="The *Eagle* had **landed**.", position=1)
    make_citation(
        *(posts["sputnik"], "Korolev: how one man masterminded the drive to beat America"),
        author="James Harford",
        publisher="Wiley",
        issued="1997",
        quotation="beep, beep",
    )
    make_citation(posts["salt"], "The story of the Eagle", author="A. Nonymous")
    _make_dossier(posts["founding"])
    return posts


def _fields(fields: dict[str, object]) -> dict:
    made = dict(fields)
    made["places"] = [_place(slug) for slug in made.get("places", ())]
    return made


def _place(slug: str) -> Place:
    return Place.objects.filter(slug=slug).first() or make_place(slug.title(), slug=slug)


def _make_dossier(post: Post) -> Dossier:
    dossier = make_dossier(
        "Rivals in space",
        description="From Kazakhstan to Tranquility.",
        sections=[("Rockets", "Both sides had captured V-2 engineers.")],
    )
    dossier.posts.add(post)
    make_milestone(dossier, "Gagarin in orbit", event_input="12 April 1961", note="Vostok 1.")
    return dossier
