"""Folders of Markdown, each file with one oddity and named after it."""

HUGO_SETTINGS = """baseURL = "https://old.example/blog/"
languageCode = "en-gb"
timeZone = "Europe/Paris"
[permalinks]
dated = "/:year/:month/:day/:slug/"
strange = "/:unknown/:slug/"
"""
DATE = "date = 2019-05-27T09:00:00+02:00"
HEAD = f"+++\n{DATE}\n+++\n"
# Path below `content`: text.
HUGO: dict[str, str] = {
    "_index.md": "Home",
    "about.md": HEAD + "About",
    "posts/_index.md": "Posts",
    "posts/toml.md": f'+++\ntitle = "T"\n{DATE}\ntags = ["a", "b"]\nweight = 3\n+++\nA story.',
    "posts/toml-local-date.md": "+++\ndate = 2019-05-27\n+++\nx",
    "posts/toml-values.md": f"+++\n{DATE}\nnumber = 1.5\ndeep = {{a = [1, true]}}\n+++\nx",
    "posts/toml-broken.md": f"+++\n{DATE}\ntitle = \n+++\nx",
    "posts/toml-open.md": f"+++\n{DATE}\nx",
    "posts/yaml.md": "---\ntitle: Y\ndate: 2019-05-27 09:00\n---\nA story.",
    "posts/yaml-broken.md": "---\ntitle: [a\n---\nx",
    "posts/json.md": '{\n "title": "J",\n "date": "2019-05-27T07:00:00Z",\n "n": null\n}\nA story.',
    "posts/json-broken.md": '{\n "title": "J",\n}\nx',
    "posts/shortcode-at-the-top.md": "{{< youtube abc >}}\n",
    "posts/draft.md": f"+++\n{DATE}\ndraft = true\n+++\nx",
    "posts/future.md": "---\ndate: 2999-01-01\n---\nx",
    "posts/bundle/index.md": HEAD + "![in it](sea.jpg) ![off](../../../../x.jpg)",
    "posts/slug.md": f'+++\n{DATE}\nslug = "other"\n+++\nx',
    "posts/url.md": f'+++\n{DATE}\nurl = "/exactly/here.html"\n+++\nx',
    "posts/aliases.md": f'+++\n{DATE}\naliases = ["/old/a/", "Not a path"]\n+++\nx',
    "posts/Capital Name.md": HEAD + "x",
    "posts/100%.md": HEAD + "x",
    "dated/day-in-the-zone.md": "---\ndate: 2019-05-27T22:30:00Z\n---\nx",
    "strange/pattern.md": HEAD + "x",
    "posts/deep/er/path.md": HEAD + "x",
    "posts/cover.md": f'+++\n{DATE}\n[cover]\nimage = "/img/field.jpg"\nalt = "F"\n+++\nx',
    "posts/images.md": f'+++\n{DATE}\nimages = ["img/field.jpg"]\n+++\nx',
    "posts/figure.md": (
        HEAD + '{{< figure src="/img/field.jpg" alt="F" caption="The \'field\'" >}}\n\nx'
    ),
    "posts/figure-elsewhere.md": HEAD + '{{< figure src="https://f.example/a.jpg" >}}',
    "posts/players.md": HEAD + "{{< youtube id=a1 >}} {{< gist ann 5 >}}",
    "posts/ref.md": (
        HEAD
        + '[a]({{< ref "slug.md" >}}) [b]({{< relref "/posts/bundle" >}}) [c]({{< ref "no.md" >}})'
    ),
    "posts/file-links.md": HEAD + "[a](yaml.md#x) [b](../posts/bundle/index.md) [c](no.md)",
    "posts/highlight.md": HEAD + "{{< highlight c >}}\nx = 1\n{{< /highlight >}}",
    "posts/shortcode-unknown.md": HEAD + "{{% tip a=1 %}}Kept.{{% /tip %}}",
    "posts/shortcode-in-code.md": HEAD + "`{{< x >}}`\n\n```\n{{< y >}}\n```",
    "posts/html.md": HEAD + "One <b>x</b>\n\n<div><p>Two <em>it</em></p></div>\n\nThree",
    "posts/html-comment.md": HEAD + "One <!-- no -->two",
    "posts/language.md": f'+++\n{DATE}\nlang = "zh_tw"\n+++\nx',
    "posts/language-none.md": f'+++\n{DATE}\nlang = "?"\n+++\nx',
    "posts/event.md": f'+++\n{DATE}\nevent_date = "c. 1200"\n+++\nx',
    "posts/event-wrong.md": f'+++\n{DATE}\nevent_date = "soon"\n+++\nx',
    "posts/dated-1945.md": "---\ndate: 1945-05-08\n---\nx",
    "posts/date-wrong.md": "---\ndate: yesterday\n---\nx",
    "posts/year-22016.md": "---\ndate: 22016-05-01\n---\nx",
    "posts/authors.md": f'+++\n{DATE}\nauthors = ["Ann Bell", "bob@mail.example"]\n+++\nx',
    "posts/type-page.md": f'+++\n{DATE}\ntype = "page"\n+++\nx',
    "posts/empty.md": "",
}
# Path below a vault: text.
VAULT: dict[str, str] = {
    "README.md": "About this vault",
    "2019-05-27.md": "A day.",
    "2019-05-27 A battle.md": "Told in [[Kings/Harold|the king]] and [[harold#Death]].",
    "Kings/Harold.md": "---\ncreated: 2019-05-27\ntags: kings, #saxon\n---\n# Harold\n\n==Slain==.",
    "Kings/Nobody.md": "Without a date.",
    "Dead link.md": "---\ndate: 2019-05-27\n---\n[[No such note]] and [[#Head]] and ![[Harold]]",
    "Picture.md": "---\ndate: 2019-05-27\n---\n![[sea.jpg|300]]\n\n![[field.jpg|The field]]",
    "Picture missing.md": "---\ndate: 2019-05-27\n---\n![[gone.png]]",
    "Picture twice.md": "---\ndate: 2019-05-27\n---\n![a](Files/sea.jpg) ![b](sea.jpg)",
    "Callout.md": "---\ndate: 2019-05-27\n---\n> [!NOTE]\n> Mind.\n\n> [!tip]- Title\n> x",
    "Comment.md": "---\ndate: 2019-05-27\n---\nSeen %%not\nseen%% again.",
    "Not published.md": "---\ndate: 2019-05-27\npublish: false\n---\nx",
    "Wiki in code.md": "---\ndate: 2019-05-27\n---\n`[[Harold]]`\n\n```\n[[Harold]]\n```",
    "Ünïcode ♥.md": "---\ndate: 2019-05-27\n---\nx",
    "Heading.md": "---\ndate: 2019-05-27\n---\n# Another name\n\nx",
    "Heading kept.md": "---\ndate: 2019-05-27\ntitle: T\n---\n# Another name\n\nx",
    "no\nname.md": "x",
    "♥.md": "---\ndate: 2019-05-27\n---\nx",
    "rule-first.md": "---\n",
    "templates/Day.md": "{{date}}",
    ".trash/Gone.md": "x",
}
