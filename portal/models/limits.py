"""How often something was tried of late, by a keyed digest of where from."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import WITHOUT_ROW_ORDER, Model, Moment


class RateLimit(Model):
    """One counter, and when it starts again."""

    __tablename__ = "rate_limits"
    __table_args__ = (WITHOUT_ROW_ORDER,)

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[Moment]
