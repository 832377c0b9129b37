"""The buttons of the post's form: each says what it does, and is there only for who may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from posts.admin import publish_time
from posts.editorial import workflow
from posts.models import Action, Post


@dataclass(frozen=True)
class Button:
    name: str
    label: str
    is_main: bool = False


OTHERS = (
    ("_submit", "Send to review", Action.SUBMIT),
    ("_send_back", "Send back to the author", Action.SEND_BACK),
    ("_unschedule", "Take off the schedule", Action.UNSCHEDULE),
    ("_withdraw", "Withdraw", Action.WITHDRAW),
    ("_reopen", "Take up again", Action.REOPEN),
)


def buttons(post: Post | None, user: Any, at: datetime | None) -> list[Button]:
    """Return the steps that `user` may take with `post` (None: a new one) as buttons."""
    row = post or Post(author=user)
    steps = workflow.possible(row, user)
    found = [Button("_publish", publish_label(row, at), is_main=True)] * (Action.PUBLISH in steps)
    return found + [Button(name, label) for name, label, step in OTHERS if step in steps]


def publish_label(post: Post, at: datetime | None) -> str:
    """Return what the publish button does with the publish time `at` (aware)."""
    return "Publish the changes" if post.is_public else publish_time.act_at(at)
