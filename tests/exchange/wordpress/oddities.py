"""Items of exports, each with one oddity and named after it."""

from itertools import count

from tests.exchange.wordpress.wxr import COMMENT, attachment, item, meta

UPLOADS = "https://old.example/wp-content/uploads/2019/05"
SCRIPT = "<script>//<![CDATA[\nx ]]]]><![CDATA[> y</script><p>After.</p>"
NOTES = '[{"id":"f1","content":"See <em>Orderic</em>."}]'
THUMB = meta("_thumbnail_id", "9001")
CODE = "[code]\n[gallery]\n\n&lt;b&gt;\n[/code]\n\nafter"
IMAGE = f'<img class="alignleft" src="{UPLOADS}/field-300x200.jpg" alt="The field">'
FIGURE = f'<figure class="wp-block-image"><img src="{UPLOADS}/field.jpg" alt=""/>'


def tag(name: str, domain: str = "post_tag", slug: str = "x") -> str:
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


# Name: (content, what stands at the end of the item, fields).
POSTS: dict[str, tuple[str, str, dict[str, object]]] = {
    "plain": ("<p>A story.</p>", "", {}),
    "autop": ("One,\ntwo.\n\n<h2>Three</h2>\nfour\n\n<ul>\n<li>five</li>\n</ul>", "", {}),
    "autop-keeps-pre": ("<pre>a\n\n\n\nb</pre>\n\nc", "", {}),
    "autop-quote": ("<blockquote>First.\n\nSecond.</blockquote>", "", {}),
    "blocks": (
        (
            "<!-- wp:heading -->\n<h2>Head</h2>\n<!-- /wp:heading -->\n\n"
            "<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n<!-- /wp:paragraph -->"
        ),
        "",
        {},
    ),
    "block-made-by-the-server": ('<!-- wp:latest-posts {"n":5} /--><p>x</p>', "", {}),
    "block-reusable": ('<!-- wp:block {"ref":9005} /-->', "", {}),
    "block-footnotes": (
        (
            '<!-- wp:paragraph --><p>Won<sup class="fn"><a href="#f1" id="f1-link">1</a></sup>.</p>'
            "<!-- /wp:paragraph --><!-- wp:footnotes /-->"
        ),
        meta("footnotes", NOTES),
        {},
    ),
    "block-embed": (
        (
            '<!-- wp:embed {"url":"https://youtu.be/x"} --><figure><div>\nhttps://youtu.be/x\n'
            "</div></figure><!-- /wp:embed -->"
        ),
        "",
        {},
    ),
    "block-image-with-caption": (
        (
            f"<!-- wp:image -->{FIGURE}<figcaption>Battle “field”</figcaption></figure>"
            "<!-- /wp:image -->"
        ),
        "",
        {},
    ),
    "more-tag": ("Above.<!--more-->\n\nBelow.<!--nextpage-->", "", {}),
    "caption": (
        f'[caption id="a" width="3"]<a href="{UPLOADS}/field.jpg">{IMAGE}</a> It [/caption]\n\nx',
        "",
        {},
    ),
    "caption-old": (f'[caption id="a" caption="Old it"]{IMAGE}[/caption]', "", {}),
    "gallery": ('[gallery ids="9001,9002,77"]', "", {}),
    "gallery-of-children": ("[gallery]", "", {"post_id": 500}),
    "youtube": (
        "[youtube=http://youtube.com/watch?v=abc&w=3]\n\n[youtube dQw4w9WgXcQ]",
        "",
        {},
    ),
    "embed-shortcode": ("[embed width='3']https://vimeo.com/12[/embed]", "", {}),
    "lone-address": ("x\n\nhttps://vimeo.com/12\n\ny", "", {}),
    "link-with-its-address": (
        '<p><a href="https://a.example/1">https://a.example/</a> https://old.example/x</p>',
        "",
        {},
    ),
    "iframe": ('<iframe src="//player.vimeo.com/video/12?h=1"></iframe>', "", {}),
    "iframe-with-marks": ("<iframe src='https://a.example/'><![if x</iframe><p>y</p>", "", {}),
    "code-shortcode": (CODE, "", {}),
    "shortcode-unknown": ("[su_box title='A b']kept[/su_box] and [contact-form-7 id=3]", "", {}),
    "shortcode-in-code": ("<code>[gallery]</code>", "", {}),
    "shortcode-escaped": ("[[gallery]]", "", {}),
    "words-in-brackets": ("He wrote [sic] of it [Laughter] in [1066].", "", {}),
    "picture-smaller": (f"<p>{IMAGE} Words.</p>", "", {}),
    "picture-scaled": (f'<img src="{UPLOADS}/large-1024x683.jpg" alt="L">', "", {}),
    "picture-of-cdn": (
        '<img src="https://i0.wp.com/old.example/wp-content/uploads/2019/05/field.jpg?w=9">',
        "",
        {},
    ),
    "picture-in-capitals": (f'<img src="{UPLOADS}/FIELD.JPG" alt="c">', "", {}),
    "picture-missing": (f'<img src="{UPLOADS}/gone.jpg" alt="gone">', "", {}),
    "picture-elsewhere": ('<img src="https://cdn.example/a.jpg" alt="far">', "", {}),
    "picture-climbing": ('<img src="/wp-content/uploads/../../etc/passwd" alt="p">', "", {}),
    "picture-lazy": (
        f'<img src="data:image/gif,R0" data-src="{UPLOADS}/field.jpg">',
        "",
        {},
    ),
    "picture-as-data": ('<p>x<img src="data:image/gif;base64,R0"></p>', "", {}),
    "smiley": ('<p>Ha <img class="wp-smiley" src="/s.gif" alt=":-)"> ha</p>', "", {}),
    "own-links": (
        '<a href="http://www.old.example/2018/x/">x</a> <a href="https://else.example/">y</a>',
        "",
        {},
    ),
    "featured": ("x", THUMB, {}),
    "featured-not-exported": ("x", meta("_thumbnail_id", "4040"), {}),
    "nested-categories": ("x", tag("Norman &amp; Saxon", "category", "norman"), {}),
    "uncategorized": ("x", tag("Uncategorized", "category", "uncategorized"), {}),
    "category-circle": ("x", tag("Ring", "category", "ring-a"), {}),
    "tags": ("x", tag("Kings") + tag("Kings") + tag("Ünïcode"), {}),
    "terms-of-1-0": ("x", "<category><![CDATA[Loose]]></category>" + tag("T", "tag", "t"), {}),
    "taxonomy-of-its-own": ("x", tag("Part 1", "series", "p1") + tag("V", "post_format"), {}),
    "long-category": ("x", tag("C" * 90, "category", "c"), {}),
    "custom-fields": ("x", meta("mood", "grim") + meta("_edit_last", "1"), {}),
    "custom-field-with-mail": ("x", meta("contact", "carl@secret.example, 203.0.113.77"), {}),
    "excerpt": ("x", "", {"excerpt": "Short <b>words</b> &amp; more."}),
    "seo-description": ("x", meta("_yoast_wpseo_metadesc", "Found."), {}),
    "draft": ("x", "", {"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"}),
    "pending": ("x", "", {"status": "pending"}),
    "private": ("x", "", {"status": "private"}),
    "future": ("x", "", {"status": "future", "post_date_gmt": "2999-01-01 00:00:00"}),
    "password": ("x", "", {"post_password": "s3cret"}),
    "state-unknown": ("x", "", {"status": "assigned"}),
    "no-gmt": ("x", "", {"post_date_gmt": "0000-00-00 00:00:00"}),
    "day-before-in-utc": (
        "x",
        "",
        {"post_date": "2019-05-28 00:30:00", "post_date_gmt": "2019-05-27 22:30:00"},
    ),
    "no-date": ("x", "", {"post_date": "", "post_date_gmt": None}),
    "year-22016": ("x", "", {"post_date": "22016-05-01 0:00:00", "post_date_gmt": None}),
    "year-9999": ("x", "", {"post_date": "9999-12-31 23:59:59", "post_date_gmt": None}),
    "year-1": ("x", "", {"post_date": "0001-01-01 00:00:00", "post_date_gmt": None}),
    "dated-1945": (
        "x",
        "",
        {"post_date": "1945-05-08 12:00:00", "post_date_gmt": "1945-05-08 10:00:00"},
    ),
    "event-told": (
        "<p>On 14 October 1066 it happened.</p>",
        tag("1066", "category", "y"),
        {"title": "14 October 1066"},
    ),
    "name-percent-encoded": ("x", "", {"post_name": "%e4%b8%ad%e5%9b%bd-k%c3%b6nig"}),
    "name-empty": ("x", "", {"post_name": "", "title": "A name's title", "link": None}),
    "name-of-nothing": ("x", "", {"post_name": "%e2%99%a5", "title": "♥"}),
    "name-earlier": ("x", meta("_wp_old_slug", "first-name"), {}),
    "link-with-query": ("x", "", {"link": "https://old.example/?p=77"}),
    "link-too-long": ("x", "", {"link": f"https://old.example/{'a' * 600}/"}),
    "title-empty": ("x", "", {"title": ""}),
    "title-with-html": ("x", "", {"title": "The <em>Ides</em> &#8211; &amp;c."}),
    "title-long": ("x", "", {"title": "W" * 250}),
    "author-unknown": ("x", "", {"dc:creator": "bob@mail.example"}),
    "content-empty": ("", "", {}),
    "guid-none": ("x", "", {"guid": None}),
    "comments": ("x", COMMENT, {}),
    "cdata-nested": ("<p>a <![CDATA[ b ]]> c</p>", "", {}),
    "cdata-rightly-split": (SCRIPT, "", {}),
    "cdata-only-opened": ("<p>a <![CDATA[ b</p>", "", {}),
    "cdata-about-items": ("<p>x</p></item> <p>y</p>", "", {}),
    "control-characters": ("<p>a\x01b\x0cc\ufffe</p>", "", {}),
    "latin-1-bytes": ("<p>caf\udce9</p>", "", {}),
    "bare-ampersand": ("x", "<odd>A & B < C &nbsp; &#1; ]]></odd>", {}),
    "entity-undeclared": ("x", "<odd>&lol9;</odd>", {}),
    "invisible": ("<p>so\u00adft\u200b hy\ufeffphen</p>", "", {}),
    "right-to-left": ("<p>שלום</p>", "", {"title": "שלום"}),
    "details": ("<details><summary>Sum</summary><p>In.</p></details>", "", {}),
    "table": ("<table><tr><th>a</th></tr><tr><td>1</td><td>2</td></tr></table>", "", {}),
}
# Taken apart only after they are written, or not items of posts.
OTHERS = {
    "not-closed": item("never", post_id=301, post_name="not-closed").replace(
        "]]></content", "</content"
    ),
    "mismatched": item("x", "<a><b></a>", post_id=302, post_name="mismatched"),
    "again": item("again", post_id=100, post_name="again"),
    "number-none": item("x", post_id=None, post_name="number-none", guid="urn:9"),
    "trash": item("x", post_id=303, status="trash"),
    "never-saved": item("x", post_id=304, status="auto-draft"),
    "page": item("x", post_id=305, post_type="page", title="About", link="https://old.example/a/"),
    "menu": item("x", post_id=306, post_type="nav_menu_item"),
    "picture": attachment(9001, alt="A field", caption="The <b>field</b>"),
    "picture-2": attachment(9002, "2019/05/large-scaled.jpg", parent="500"),
    "reusable": item("<p>Said everywhere.</p>", post_id=9005, post_type="wp_block"),
}


def items() -> list[str]:
    numbers = count(100)
    made = []
    for name, (content, extra, choices) in POSTS.items():
        choice = {"post_id": next(numbers), "post_name": name, "title": name} | choices
        made.append(item(content, extra, **choice))
    return [*made, *OTHERS.values()]
