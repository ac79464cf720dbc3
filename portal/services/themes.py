"""The codeframe: adding, changing and retiring themes, and putting comments under them by hand."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from portal.exceptions import RecordError, RefusedError
from portal.extensions import db
from portal.models import Coding, CommentState, Staff, Theme
from portal.queries.comments import comment_to_read
from portal.queries.themes import theme_by_id
from portal.services.audit import note


def add_theme(staff: Staff, name: str, description: str) -> Theme:
    """Add a theme; raises RecordError if the name is empty or taken."""
    theme = Theme(name=_name(name), description=description.strip())
    db.session.add(theme)
    db.session.flush()
    note(staff, "added_theme", theme.id)
    db.session.commit()
    return theme


def change_theme(staff: Staff, theme_id: uuid.UUID, name: str, description: str) -> Theme:
    """Rename or describe a theme; its comments stay. Raises RecordError as `add_theme`, NotFoundError without one."""
    theme = theme_by_id(theme_id)
    theme.name, theme.description = _name(name, theme), description.strip()
    note(staff, "changed_theme", theme.id)
    db.session.commit()
    return theme


def retire_theme(staff: Staff, theme_id: uuid.UUID, *, retired: bool) -> Theme:
    """Take a theme out of use, or bring it back; what stands under it stays. Raises NotFoundError without one."""
    theme = theme_by_id(theme_id)
    theme.retired = retired
    note(staff, "retired_theme" if retired else "brought_back_theme", theme.id)
    db.session.commit()
    return theme


def code_comment(staff: Staff, comment_id: uuid.UUID, theme_id: uuid.UUID) -> Theme:
    """Put a released comment under a theme; doing so twice is doing so once.

    Raises NotFoundError if this person may not read the comment or there is no such theme, RefusedError if the
    comment is not released, RecordError if the theme is retired.
    """
    comment = comment_to_read(staff, comment_id)
    theme = theme_by_id(theme_id)
    if comment.state is not CommentState.RELEASED:
        raise RefusedError(_("Release the comment first, then put it under a theme."))
    if theme.retired:
        raise RecordError("theme", _("This theme is retired. Choose another, or bring it back first."))
    if db.session.get(Coding, (comment.id, theme.id)) is None:
        db.session.add(Coding(comment_id=comment.id, theme_id=theme.id, staff_id=staff.id))
        note(staff, "coded_comment", comment.id, theme.name)
        db.session.commit()
    return theme


def uncode_comment(staff: Staff, comment_id: uuid.UUID, theme_id: uuid.UUID) -> Theme:
    """Take a comment out from under a theme. Raises NotFoundError as `code_comment`."""
    comment = comment_to_read(staff, comment_id)
    theme = theme_by_id(theme_id)
    db.session.execute(delete(Coding).where(Coding.comment_id == comment.id, Coding.theme_id == theme.id))
    note(staff, "uncoded_comment", comment.id, theme.name)
    db.session.commit()
    return theme


def _name(name: str, theme: Theme | None = None) -> str:
    """Return a name fit for a theme: not empty, not another theme's in any case."""
    name = " ".join(name.split())
    if not name:
        raise RecordError("name", _("Give the theme a name."))
    same = select(Theme.id).where(func.lower(Theme.name) == name.lower())
    taken = db.session.scalar(same if theme is None else same.where(Theme.id != theme.id))
    if taken:
        raise RecordError("name", _("There is a theme of this name already. Choose another name, or use that theme."))
    return name
