"""The codeframe, and which comments stand under which theme."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Model, RandomKey


class Theme(Model):
    """One thing people talk about."""

    __tablename__ = "themes"

    id: Mapped[RandomKey]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    description: Mapped[str] = mapped_column(String(500), default="")
    retired: Mapped[bool] = mapped_column(default=False)


class Coding(Model):
    """One comment under one theme."""

    __tablename__ = "codings"

    comment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("feedback_comments.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
