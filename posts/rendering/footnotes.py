"""Notes at the end of a text, and their letters in it, with names for those who hear them.

They have letters, so that nobody takes one for the number of a source.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin, index

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def footnotes(parser: MarkdownIt) -> None:
    """Let `parser` read and write footnotes.

    Not inline ones, `^[…]`: they are matched by a search that a hostile story can make last
    minutes.
    """
    parser.use(footnote_plugin, inline=False)
    parser.add_render_rule("footnote_ref", _letter)
    parser.add_render_rule("footnote_caption", _caption)
    parser.add_render_rule("footnote_block_open", _notes)
    parser.add_render_rule("footnote_block_close", _end_of_notes)
    parser.add_render_rule("footnote_anchor", _way_back)


def letters(number: int) -> str:
    """Return the letters of a number, counted from 1.

    >>> [letters(number) for number in (1, 26, 27, 52, 53, 703)]
    ['a', 'z', 'aa', 'az', 'ba', 'aaa']
    """
    more, last = divmod(number - 1, len(LETTERS))
    return (letters(more) if more else "") + LETTERS[last]


def _letter(renderer: RendererHTML, tokens: Sequence[Token], at: int, *more: Any) -> str:
    html = index.render_footnote_ref(renderer, tokens, at, *more)
    name = gettext("Note %(letter)s") % {"letter": letters(tokens[at].meta["id"] + 1)}
    return html.replace("<a ", f'<a aria-label="{name}" ')


def _caption(renderer: RendererHTML, tokens: Sequence[Token], at: int, *more: Any) -> str:
    return f"[{letters(tokens[at].meta['id'] + 1)}]"


def _notes(*_: Any) -> str:
    # In no section: one with a name is a landmark, of which a dossier would have many.
    name = gettext("Notes")
    return f'<hr class="footnotes-sep">\n<ol type="a" aria-label="{name}" class="footnotes-list">\n'


def _end_of_notes(*_: Any) -> str:
    return "</ol>\n"


def _way_back(renderer: RendererHTML, *more: Any) -> str:
    html = index.render_footnote_anchor(renderer, *more)
    name = gettext("Back to the text")
    return html.replace("<a ", f'<a aria-label="{name}" ')
