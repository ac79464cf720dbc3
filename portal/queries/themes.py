"""Themes: what people talk about, counted by audience, with small numbers left in words."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from forms.schema import Audience
from portal.exceptions import NotFoundError
from portal.extensions import db
from portal.models import Coding, Feedback, FeedbackComment, Staff, Theme
from portal.queries.comments import CommentCard, released_comments, released_open_to
from portal.queries.disclosure import SMALLEST_BASE
from portal.queries.periods import Period


@dataclass(frozen=True)
class Count:
    """How many comments of one audience: the number is None where it is from 1 to 4 or would give such a one away."""

    number: int | None

    @classmethod
    def of(cls, count: int, base: int) -> "Count":
        """Return a count that may be shown, of a base of comments read."""
        too_few = 0 < count < SMALLEST_BASE or 0 < base < SMALLEST_BASE
        return cls(None if too_few else count)


@dataclass(frozen=True)
class ThemeLine:
    """One theme and how many comments of each audience stand under it."""

    theme: Theme
    counts: dict[Audience, Count]


@dataclass(frozen=True)
class ThemeBoard:
    """The codeframe with its counts, for one financial year and one reader."""

    read: dict[Audience, Count]
    lines: tuple[ThemeLine, ...]
    under_none: dict[Audience, Count]
    retired: tuple[Theme, ...]


def theme_board(staff: Staff, year: Period) -> ThemeBoard:
    """Return every theme with its counts among the comments this person may read. Five statements."""
    seen = released_open_to(staff, year)
    read = _by_audience(seen)
    none = _by_audience(seen, _under_no_theme())
    coded = _coded(seen)
    themes = db.session.scalars(select(Theme).order_by(func.lower(Theme.name))).all()
    return ThemeBoard(
        read={one: Count.of(read[one], read[one]) for one in Audience},
        lines=tuple(
            ThemeLine(theme, {one: Count.of(coded[theme.id, one], read[one]) for one in Audience})
            for theme in themes
            if not theme.retired
        ),
        under_none={one: _rest(none[one], read[one]) for one in Audience},
        retired=tuple(theme for theme in themes if theme.retired),
    )


def theme_by_id(theme_id: uuid.UUID) -> Theme:
    """Return one theme; raises NotFoundError if there is none."""
    theme = db.session.get(Theme, theme_id)
    if theme is None:
        raise NotFoundError
    return theme


def themes_in_use() -> list[Theme]:
    """Return the themes a comment can be put under, by name."""
    return list(db.session.scalars(select(Theme).where(Theme.retired.is_(False)).order_by(func.lower(Theme.name))))


def comments_under(staff: Staff, year: Period, theme_id: uuid.UUID) -> tuple[CommentCard, ...]:
    """Return the comments of a theme that this person may read."""
    under = exists().where(Coding.comment_id == FeedbackComment.id, Coding.theme_id == theme_id)
    return released_comments(staff, year, under)


def comments_under_none(staff: Staff, year: Period) -> tuple[CommentCard, ...]:
    """Return the comments this person may read that stand under no theme."""
    return released_comments(staff, year, _under_no_theme())


def themes_of(comment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Theme]]:
    """Return the themes of some comments, by comment."""
    found = (
        select(Coding.comment_id, Theme)
        .join(Theme, Coding.theme_id == Theme.id)
        .where(Coding.comment_id.in_(list(comment_ids)))
        .order_by(func.lower(Theme.name))
    )
    themes: dict[uuid.UUID, list[Theme]] = defaultdict(list)
    for comment_id, theme in db.session.execute(found):
        themes[comment_id].append(theme)
    return themes


def _under_no_theme() -> ColumnElement[bool]:
    """Return the condition on comments under no theme in use: what stood under a retired one waits to be coded anew."""
    coded = exists().where(
        Coding.comment_id == FeedbackComment.id, Coding.theme_id == Theme.id, Theme.retired.is_(False)
    )
    return ~coded


def _by_audience(*conditions: ColumnElement[bool]) -> dict[Audience, int]:
    counted = (
        select(Feedback.audience, func.count())
        .select_from(FeedbackComment)
        .join(FeedbackComment.feedback)
        .where(*conditions)
        .group_by(Feedback.audience)
    )
    return dict.fromkeys(Audience, 0) | {Audience(one): number for one, number in db.session.execute(counted)}


def _coded(seen: ColumnElement[bool]) -> dict[tuple[uuid.UUID, Audience], int]:
    counted = (
        select(Coding.theme_id, Feedback.audience, func.count())
        .select_from(Coding)
        .join(FeedbackComment, Coding.comment_id == FeedbackComment.id)
        .join(FeedbackComment.feedback)
        .where(seen)
        .group_by(Coding.theme_id, Feedback.audience)
    )
    found: dict[tuple[uuid.UUID, Audience], int] = defaultdict(int)
    for theme_id, audience, number in db.session.execute(counted):
        found[theme_id, Audience(audience)] = number
    return found


def _rest(count: int, base: int) -> Count:
    """Return the comments under no theme; hidden too where those under one would be 1 to 4 by subtraction."""
    return Count(None) if 0 < base - count < SMALLEST_BASE else Count.of(count, base)
