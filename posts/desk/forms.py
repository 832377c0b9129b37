"""Which form writes what."""

from typing import Any

from posts.desk.dossier_form import DossierForm
from posts.desk.form import WritingForm
from posts.desk.page_form import PageForm
from posts.desk.post_form import PostForm
from posts.editorial.works import Work
from posts.models import Dossier, Page, Post

FORMS: dict[type[Work], type[WritingForm]] = {Post: PostForm, Dossier: DossierForm, Page: PageForm}


def form_of(row: Work, *args: Any, **kwargs: Any) -> WritingForm:
    """Return the form of `row`, stored or new, with what its class takes."""
    return FORMS[type(row)](row, *args, **kwargs)
