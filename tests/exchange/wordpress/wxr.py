"""Exports of WordPress, made of the few parts that a test names."""

from pathlib import Path
from typing import Any

from posts.exchange import Record, Refusal
from posts.exchange.wordpress import WordPressReader, open_wordpress

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Old</title><link>https://old.example</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[ann]]></wp:author_login>
<wp:author_email><![CDATA[ann@private.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Ann Bell]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>war</wp:category_nicename>
<wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[War]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>norman</wp:category_nicename>
<wp:category_parent>war</wp:category_parent>
<wp:cat_name><![CDATA[Norman &amp; Saxon]]></wp:cat_name></wp:category>
"""
TAIL = "</channel>\n</rss>\n"
COMMENT = """<wp:comment><wp:comment_id>7</wp:comment_id>
<wp:comment_author><![CDATA[Carl Commenter]]></wp:comment_author>
<wp:comment_author_email><![CDATA[carl@secret.example]]></wp:comment_author_email>
<wp:comment_author_IP><![CDATA[203.0.113.77]]></wp:comment_author_IP>
<wp:comment_content><![CDATA[I was there.]]></wp:comment_content></wp:comment>"""


def item(content: str = "<p>A story.</p>", extra: str = "", **fields: Any) -> str:
    """Return one post; a field of None is left out, `extra` stands at its end as it is."""
    name = fields.get("post_name", "hastings")
    told = {
        "title": "Hastings",
        "link": f"https://old.example/2019/05/27/{name}/",
        "dc:creator": "ann",
        "guid": f"https://old.example/?p={fields.get('post_id', 1)}",
        "post_id": "1",
        "post_date": "2019-05-27 09:00:00",
        "post_date_gmt": "2019-05-27 07:00:00",
        "post_name": name,
        "status": "publish",
        "post_type": "post",
        "excerpt": "",
    } | fields
    told["excerpt:encoded"] = told.pop("excerpt")
    plain = ("title", "link", "dc:creator", "guid", "excerpt:encoded")
    tags = {name if name in plain else f"wp:{name}": value for name, value in told.items()}
    parts = [
        f"<{tag}><![CDATA[{value}]]></{tag}>" for tag, value in tags.items() if value is not None
    ]
    body = f"<content:encoded><![CDATA[{content}]]></content:encoded>"
    return "\n".join(["<item>", *parts, body, extra, "</item>\n"])


def meta(key: str, value: str) -> str:
    pair = f"<wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
    return f"<wp:postmeta>{pair}</wp:postmeta>"


def attachment(number: int, file: str = "2019/05/field.jpg", **words: str) -> str:
    return item(
        "",
        meta("_wp_attachment_image_alt", words.get("alt", "")),
        post_id=number,
        post_type="attachment",
        status="inherit",
        excerpt=words.get("caption", ""),
        attachment_url=f"https://old.example/wp-content/uploads/{file}",
        post_parent=words.get("parent", "0"),
    )


def write_export(path: Path, *items: str, head: str = HEAD, tail: str = TAIL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "".join(items) + tail, encoding="utf-8", errors="surrogateescape")
    return path


def reader_of(root: Path, *items: str, **choices: Any) -> WordPressReader:
    return open_wordpress([write_export(root / "old.xml", *items)], **choices)


def read_all(root: Path, *items: str, **choices: Any) -> list[Record | Refusal]:
    return list(reader_of(root, *items, **choices))
