"""Renders a page of a questionnaire once, with slots for what is personal, and fills them for each request.

What a page says depends only on the version, the page and the language; a template is dear to render and a
string is cheap to join. A page with mistakes on it is rare and is rendered afresh, without slots.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import current_app
from markupsafe import Markup, escape

OPEN, CLOSE, PART = "\ue000", "\ue001", "\ue002"
_SLOT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@dataclass
class PageForm:
    """What a page's template asks for everything personal, filled in with real answers."""

    given: Mapping[str, list[str]] = field(default_factory=dict)
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    slots: Mapping[str, Markup | str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether anything on the page is wrong."""
        return bool(self.errors)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Every mistake: question key and sentence."""
        return list(self.errors.items())

    def shown(self, key: str) -> bool:
        """Return whether a question is asked of this person."""
        return key in self.asked

    def checked(self, key: str, value: str) -> Markup:
        """Return the attribute that marks an option as chosen, or nothing."""
        chosen = self.typed.get(key) if self.errors else self.given.get(key)
        return Markup(" checked") if value in (chosen or ()) else Markup("")

    def text(self, name: str) -> Markup:
        """Return what was written under a name, ready for the page."""
        if self.errors and name in self.typed:
            return escape("\n".join(self.typed[name]))
        return escape(self.texts.get(name, ""))

    def error(self, key: str) -> str:
        """Return what is wrong with an answer, or nothing."""
        return self.errors.get(key, "")

    def __getattr__(self, name: str) -> Markup | str:
        """Return a part that has a name of its own: progress, back, section_next, notice, base, sending."""
        return self.slots.get(name, "")


@dataclass
class SlotForm:
    """What the template is given when it is rendered for keeping: it leaves a slot for everything personal."""

    asked: frozenset[str]
    has_errors = False
    error_list: tuple[tuple[str, str], ...] = ()

    def shown(self, key: str) -> bool:
        """Return whether a question is asked of whoever this page is kept for."""
        return key in self.asked

    def checked(self, key: str, value: str) -> Markup:
        """Leave a slot for the mark of a chosen option."""
        return _slot("checked", key, value)

    def text(self, name: str) -> Markup:
        """Leave a slot for written words."""
        return _slot("text", name)

    def error(self, _key: str) -> str:
        """Return nothing: a page with mistakes is not kept."""
        return ""

    def __getattr__(self, name: str) -> Markup:
        """Leave a slot for a part that has a name of its own."""
        return _slot("part", name)


def filled(key: tuple[object, ...], render: Callable[[SlotForm], str], form: PageForm) -> str:
    """Return a page with its slots filled from `form`.

    `key` says which page it is; `render` is called once for each key and set of questions asked.
    """
    kept: dict[tuple[object, ...], list[str]] = current_app.extensions.setdefault("prerendered", {})
    key = (*key, form.asked)
    segments = kept.get(key)
    if segments is None:
        segments = kept[key] = _SLOT.split(render(SlotForm(form.asked)))
    # Every second segment is a slot: that is how re.split gives back what it split at.
    parts = list(segments)
    for place in range(1, len(parts), 2):
        parts[place] = _fill(parts[place], form)
    return "".join(parts)


def _slot(*parts: str) -> Markup:
    return Markup(OPEN + PART.join(parts) + CLOSE)  # noqa: S704  # keys and values of a checked questionnaire


def _fill(slot: str, form: PageForm) -> str:
    kind, *names = slot.split(PART)
    if kind == "checked":
        return form.checked(*names)
    return form.text(names[0]) if kind == "text" else escape(getattr(form, names[0]))
