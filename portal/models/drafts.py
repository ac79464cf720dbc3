"""Drafts: what somebody is in the middle of saying, for one browser's session and 24 hours at most."""

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.encryption import Encrypted
from portal.models.base import WITHOUT_ROW_ORDER, Model, Moment


class Draft(Model):
    """Known by a digest of the cookie; it names no invitation outside its encrypted body.

    A sent draft stays, empty, until it runs out, so that a second press is known for one.
    """

    __tablename__ = "drafts"
    __table_args__ = (CheckConstraint("(body IS NULL) = sent", name="sent_is_empty"), WITHOUT_ROW_ORDER)

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    body: Mapped[str | None] = mapped_column(Encrypted("drafts.body"))
    sent: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[Moment] = mapped_column(index=True)
