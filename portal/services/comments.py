"""What a duty reader does with a comment: release it, hold it back, raise a concern."""

import uuid

from sqlalchemy import update

from portal.extensions import db
from portal.models import CommentState, FeedbackComment, Staff
from portal.queries.comments import comment_to_read, question_words
from portal.services.audit import note
from portal.services.concerns import concern_from_feedback


def release(staff: Staff, comment_id: uuid.UUID, seen: CommentState) -> bool:
    """Let the chair, the team and themes have a comment; return False if it is not as it was `seen` any more.

    Raises NotFoundError if this person does not read it on duty.
    """
    comment = comment_to_read(staff, comment_id)
    return _move(staff, comment, (seen, CommentState.RELEASED), "released_comment")


def hold(staff: Staff, comment_id: uuid.UUID, seen: CommentState) -> bool:
    """Hold a comment back, because it names somebody or would tell who wrote it; return and raise as `release`."""
    comment = comment_to_read(staff, comment_id)
    return _move(staff, comment, (seen, CommentState.HELD), "held_comment")


def raise_concern(staff: Staff, comment_id: uuid.UUID, seen: CommentState) -> bool:
    """Hold a comment back and raise a concern with its words, naming nobody; return and raise as `release`."""
    comment = comment_to_read(staff, comment_id)
    words = f"{question_words(comment)}\n{comment.words}"
    db.session.add(concern_from_feedback(comment.feedback.team_id, words))
    return _move(staff, comment, (seen, CommentState.HELD), "raised_concern_from_comment")


def _move(staff: Staff, comment: FeedbackComment, step: tuple[CommentState, CommentState], action: str) -> bool:
    """Move a comment on if it still stands where it was read: two people may press at once, or one twice."""
    seen, state = step
    moved = (
        update(FeedbackComment)
        .where(FeedbackComment.id == comment.id, FeedbackComment.state == seen)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    if not db.session.execute(moved).rowcount:  # type: ignore[attr-defined]  # an update counts
        db.session.rollback()
        return False
    note(staff, action, comment.id)
    db.session.commit()
    return True
