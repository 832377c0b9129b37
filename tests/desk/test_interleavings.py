"""Editors and tabs in any order: no save ever loses what another one stored.

Hypothesis plays three tabs of two people on one post, through the real form, and keeps a
book of its own: what is stored, what each tab was shown, and what was typed into it.
"""

import itertools
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from posts.editorial.save import draft_of
from posts.models import Post, Revision
from tests.admin.forms import change_url, data_of
from tests.factories import make_editor, make_post

FIELDS = ("title", "story", "closing_question", "bullets")
TABS = range(3)  # the first two are one person's
STEPS: list[str] = []  # what was played


@dataclass
class Tab:
    client: Client
    data: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


class Newsroom(RuleBasedStateMachine):
    status = "draft"

    def __init__(self) -> None:
        super().__init__()
        self.post = make_post(status=self.status, bullets=[("A", "base")])
        people = list(User.objects.order_by("pk"))
        self.tabs = [Tab(_client(people[number // 2])) for number in TABS]
        self.words = (f"w{number}" for number in itertools.count())
        self.stored = self._read()
        self.kept: set[str] = set()

    def _read(self) -> dict[str, str]:
        content = draft_of(Post.objects.get(pk=self.post.pk)).content
        texts = {name: getattr(content, name) for name in FIELDS[:3]}
        return texts | {"bullets": " ".join(b.text for b in content.bullets)}

    @initialize()
    def all_open_the_form(self) -> None:
        for tab in self.tabs:
            self._open(tab)

    def _open(self, tab: Tab) -> None:
        self._show(tab, tab.client.get(change_url(self.post)))
        tab.seen, tab.typed = dict(self.stored), {}

    @staticmethod
    def _show(tab: Tab, response: Any) -> None:
        tab.data = data_of(response)

    @rule(number=st.sampled_from(TABS))
    def open_anew(self, number: int) -> None:
        STEPS.append("open")
        self._open(self.tabs[number])

    @rule(number=st.sampled_from(TABS), name=st.sampled_from(FIELDS))
    def write(self, number: int, name: str) -> None:
        STEPS.append("write")
        tab, word = self.tabs[number], next(self.words)
        tab.typed[name] = word
        key = "bullets-0-text" if name == "bullets" else name
        tab.data[key] = word

    @rule(number=st.sampled_from(TABS), name=st.sampled_from(FIELDS))
    def write_and_save(self, number: int, name: str) -> None:
        self.write(number, name)
        self.save(number, "_save")

    @rule(number=st.sampled_from(TABS))
    def keep(self, number: int) -> None:
        STEPS.append("keep")
        tab = self.tabs[number]
        tab.client.post(f"/admin/posts/post/{self.post.pk}/autosave/", tab.data)

    @rule(number=st.sampled_from(TABS), step=st.sampled_from(["_save", "_publish", "_withdraw"]))
    def save(self, number: int, step: str) -> None:
        STEPS.append("save")
        tab, before = self.tabs[number], self.stored
        data = tab.data | {step: "yes", "change": "minor"}
        response = tab.client.post(change_url(self.post), data)
        now = self._read()
        if response.status_code == 302:
            self._check_saved(tab, before, now)
            self.stored = now
            self._open(tab)
        else:
            assert now == before, "a refused save stored something"
            self._check_refused(tab, response)

    def _check_saved(self, tab: Tab, before: dict[str, str], now: dict[str, str]) -> None:
        for name in FIELDS:
            if name in tab.typed:
                assert now[name] == tab.typed[name], f"{name} was typed and is not stored"
                overtaken = before[name] not in (tab.seen[name], tab.typed[name])
                assert not overtaken, f"{name} of another was overwritten unseen"
            else:
                assert now[name] == before[name], f"{name} of another was lost"
        if now != before:
            self.kept |= set(now.values())

    def _check_refused(self, tab: Tab, response: Any) -> None:
        """All that was typed came back, and every clash was shown; from here on it is seen."""
        conflict = response.context["conflict"]
        self._show(tab, response)
        for name, word in tab.typed.items():
            key = "bullets-0-text" if name == "bullets" else name
            assert tab.data[key] == word, f"{name} was typed and did not come back"
        if conflict is None:
            return
        shown = {each.field for each in conflict.clashes}
        for name, word in tab.typed.items():
            clash = self.stored[name] not in (tab.seen[name], word)
            assert (name in shown) >= clash, f"the clash in {name} was not shown"
        tab.seen = dict(self.stored)

    @rule(number=st.sampled_from(TABS), name=st.sampled_from(FIELDS))
    def take_theirs(self, number: int, name: str) -> None:
        tab = self.tabs[number]
        if name not in tab.data.get("open_fields", "").split():
            return
        STEPS.append("take")
        response = tab.client.post(change_url(self.post), tab.data | {"_take": f"{name}:theirs"})
        assert response.status_code == 409
        self._show(tab, response)
        tab.typed.pop(name, None)
        if self._read()[name] != self.stored[name]:
            raise AssertionError("a choice stored something")

    @rule(number=st.sampled_from(TABS))
    def recover(self, number: int) -> None:
        """A form that was never kept changes nothing; another is text of before."""
        STEPS.append("recover")
        tab = self.tabs[number]
        before = self._read()
        tab.client.post(change_url(self.post), {"_recover": tab.data["form_token"]})
        assert self._read() == before

    @invariant()
    def every_saved_text_can_be_found_again(self) -> None:
        if not self.kept:
            return
        texts = "\n".join(
            Revision.objects.filter(post=self.post).values_list("snapshot", flat=True)
        )
        assert [word for word in self.kept if word not in texts] == []


class LiveNewsroom(Newsroom):
    status = "approved"


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
# Both ask an engine the same.
@pytest.mark.parametrize(
    "machine", [pytest.param(Newsroom, marks=pytest.mark.any_engine), LiveNewsroom]
)
@pytest.mark.parametrize(
    "examples", [pytest.param(6), pytest.param(120, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_no_interleaving_loses_an_update(machine: type[Newsroom], examples: int) -> None:
    make_editor("clio")
    make_editor("livy")
    STEPS.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=60 if examples >= 100 else 25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    number = Counter(STEPS)
    print(f"{machine.__name__}: {len(STEPS):,} steps, {dict(number)}", file=sys.stderr)
    assert number["save"] >= 10, "too few saves to say anything"
