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


LABELS = {
    Action.SUBMIT: "Send to review",
    Action.SEND_BACK: "Send back to the author",
    Action.UNSCHEDULE: "Take off the schedule",
    Action.WITHDRAW: "Withdraw",
    Action.REOPEN: "Take up again",
}
TAKE_BACK = "Take back from review"
# A publish time tells whether the same button publishes or schedules.
STEP_BUTTONS = {f"_{action}": action for action in (*LABELS, Action.PUBLISH)}


def buttons(post: Post | None, user: Any, at: datetime | None) -> list[Button]:
    """Return the steps that `user` may take with `post` (None: a new one) as buttons."""
    row = post or Post(author=user)
    steps = workflow.possible(row, user)
    found = [
        Button(f"_{step}", TAKE_BACK if workflow.takes_back(step, row, user) else label)
        for step, label in LABELS.items()
        if step in steps
    ]
    if Action.PUBLISH in steps:
        found.insert(0, Button("_publish", publish_label(row, at), is_main=True))
    return found


def publish_label(post: Post, at: datetime | None) -> str:
    """Return what the publish button does with the publish time `at` (aware)."""
    return "Publish the changes" if post.is_public else publish_time.act_at(at)
