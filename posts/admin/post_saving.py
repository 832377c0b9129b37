"""How the post's form is stored: the whole post at once, through the verbs of the desk."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from posts.admin import publish_time
from posts.admin.conflicts import shown_in
from posts.admin.post_form import PostForm
from posts.admin.readings import old_style_warning
from posts.admin.requests import person
from posts.admin.typed import typed_snapshot
from posts.editorial import save, workflow
from posts.editorial.three_way import with_links
from posts.models import Action, Category, Image, Place, Post, Source

# Steps that keep a version of the post themselves.
RECORDED = (Action.SUBMIT, Action.PUBLISH)


class PostSaving(admin.ModelAdmin):
    def save_model(self, request: Any, obj: Post, form: Any, change: bool) -> None:
        """Store what was typed, then take the step that was asked for."""
        user, step = request.user, form.step
        content = typed_snapshot(form.data, _loaded(form, request.formsets))
        options = {"by": user, "note": form.cleaned_data["note"], "plan": form.wanted_time}
        if not change:
            request.saved = save.create(content, post=obj, record=step not in RECORDED, **options)
        else:
            now = form.draft.content
            shown = shown_in(form.data, now, content)
            content = with_links(content, shown=shown, now=now)
            request.saved = self._save(obj, content, form, step, options)
        if step:
            self._take(request, request.saved.post, step, form)
        request.outcome = _outcome(request.saved, step)

    def _save(
        self, post: Post, content: Any, form: PostForm, step: Action | None, options: dict[str, Any]
    ) -> save.Saved:
        """Save, unless nothing was changed: a step or another time is no new text.

        A note without either is kept with a version of its own.
        """
        draft, has_own_note = form.draft, bool(options["note"] and not step)
        same_time = form.wanted_time == form.stored_time or post.status not in save.UNAPPROVED
        if draft and content == draft.content and same_time and not has_own_note:
            row = Post.objects.get(pk=post.pk)
            return save.Saved(row, draft.version, is_working_copy=draft.copy is not None)
        version = int(form.data["version"])
        return save.save(
            post, content, version=version, draft=draft, record=step not in RECORDED, **options
        )

    def _take(self, request: HttpRequest, post: Post, step: Action, form: PostForm) -> None:
        cleaned, by = form.cleaned_data, person(request)
        if step is not Action.PUBLISH:
            workflow.take(post, step, by=by, note=cleaned["note"])
            return
        is_public = post.is_public
        change = workflow.Change(
            correction=cleaned["correction"] if cleaned["change"] != "minor" else "",
            is_minor=cleaned["change"] == "minor",
        )
        workflow.publish(
            post,
            by=by,
            at=None if is_public and form.wanted_time == form.stored_time else form.wanted_time,
            note=cleaned["note"],
            change=change if is_public else None,
            reason=cleaned["reason"],
        )

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            formset.save()
        post = request.saved.post
        for name in request.saved.missing:
            messages.warning(request, f"Left out, since it is gone meanwhile: {name}.")
        is_moved = {"event_input", "calendar_choice", "places"} & set(form.changed_data)
        if is_moved and (warning := old_style_warning(post.event_date, post.places.all())):
            messages.warning(request, warning)

    def message_user(
        self, request: Any, message: Any, level: Any = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        """Say what became of the post, in place of Django's "was changed successfully"."""
        if level == messages.SUCCESS:
            message = getattr(request, "outcome", message)
        super().message_user(request, message, level, *args, **kwargs)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return [{"added": {}}] if add else [{"changed": {"fields": form.changed_data}}]


def _outcome(saved: save.Saved, step: Action | None) -> str:
    post = saved.post
    if step is Action.PUBLISH and not post.is_public:
        done = f"is scheduled: readers see it from {publish_time.reading(post.publish_at)}"
    elif saved.is_working_copy and step is None:
        done = "is saved. Readers go on seeing the published text until you publish the changes"
    else:
        done = f"is {'saved' if step is None else step.label}"
    return f"“{post}” {done}."


def _loaded(form: PostForm, formsets: Any) -> dict[type[Any], dict[str, Any]]:
    """Return the rows that validation has read of what was chosen, by key."""
    cleaned = form.cleaned_data
    chosen = {formset.prefix: formset.chosen for formset in formsets}
    return {
        Image: {str(row.pk): row for row in (cleaned.get("hero"),) if row},
        Category: {str(row.pk): row for row in cleaned["categories"]},
        Place: {str(row.pk): row for row in cleaned["places"]},
        Source: chosen["citations"],
        Post: chosen["links_before"] | chosen["links_after"],
    }
