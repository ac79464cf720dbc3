"""What is kept. SQLAlchemy only; the rules the database itself can hold are held here."""

from portal.models.audit import AuditEntry
from portal.models.base import Model
from portal.models.concerns import Concern, ConcernStatus
from portal.models.contributions import Contribution, ContributionAnswer, ContributionComment
from portal.models.drafts import Draft
from portal.models.feedback import (
    AnswerCount,
    CommentState,
    Feedback,
    FeedbackAnswer,
    FeedbackComment,
    ResponseCount,
    SealedFeedback,
)
from portal.models.invitations import Invitation, InvitationStatus
from portal.models.limits import RateLimit
from portal.models.meetings import Adult, AgeBand, Child, Meeting, MeetingFormat, MeetingStatus, MeetingType
from portal.models.staff import Role, Staff, Team
from portal.models.themes import Coding, Theme

__all__ = [
    "Adult",
    "AgeBand",
    "AnswerCount",
    "AuditEntry",
    "Child",
    "Coding",
    "CommentState",
    "Concern",
    "ConcernStatus",
    "Contribution",
    "ContributionAnswer",
    "ContributionComment",
    "Draft",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackComment",
    "Invitation",
    "InvitationStatus",
    "Meeting",
    "MeetingFormat",
    "MeetingStatus",
    "MeetingType",
    "Model",
    "RateLimit",
    "ResponseCount",
    "Role",
    "SealedFeedback",
    "Staff",
    "Team",
    "Theme",
]
