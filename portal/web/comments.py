"""Comments: read on duty before anybody else sees them, then released, held back or made a concern."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.models import CommentState
from portal.queries.comments import cards_of, comment_queue, comment_to_read
from portal.queries.periods import Period
from portal.queries.themes import themes_in_use, themes_of
from portal.services import comments
from portal.services.themes import code_comment, uncode_comment
from portal.web.guard import only_for
from portal.web.mistakes import mistakes_in
from portal.web.summary_scope import audience_words
from portal.web.themes_forms import CodeForm

bp = Blueprint("comments", __name__)
only_for(bp, "manager")


@bp.get("/staff/comments")
def index() -> str:
    """List the comments in one state, those nobody has read first of all."""
    state = _state(request.args.get("state", CommentState.UNREAD.value))
    queue = comment_queue(current_user, state, request.args.get("page", 1, type=int))
    return render_template("comments/index.html", queue=queue, state=state, audiences=audience_words())


@bp.route("/staff/comments/<uuid:comment_id>", methods=["GET", "POST"])
def show(comment_id: uuid.UUID) -> ResponseReturnValue:
    """Show one comment, and put it under a theme."""
    comment = comment_to_read(current_user, comment_id)
    form = CodeForm.for_themes(themes_in_use())
    if form.validate_on_submit():
        with mistakes_in(form):
            theme = code_comment(current_user, comment_id, form.theme_id)
            flash(_("The comment stands under “%(theme)s” now.", theme=theme.name), "good")
            return redirect(_after_coding(comment_id))
    return render_template(
        "comments/show.html",
        comment_card=cards_of([comment])[0],
        themes=themes_of([comment_id])[comment_id],
        form=form,
        audiences=audience_words(),
    )


@bp.post("/staff/comments/<uuid:comment_id>/themes/<uuid:theme_id>/remove")
def uncode(comment_id: uuid.UUID, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Take a comment out from under a theme."""
    theme = uncode_comment(current_user, comment_id, theme_id)
    flash(_("The comment does not stand under “%(theme)s” any more.", theme=theme.name), "good")
    return redirect(url_for("comments.show", comment_id=comment_id))


@bp.post("/staff/comments/<uuid:comment_id>/release")
def release(comment_id: uuid.UUID) -> ResponseReturnValue:
    """Release a comment."""
    seen = _state(request.form.get("seen", ""))
    done = comments.release(current_user, comment_id, seen)
    return _back(seen, done, _("Released. It can be put under a theme now."))


@bp.post("/staff/comments/<uuid:comment_id>/hold")
def hold(comment_id: uuid.UUID) -> ResponseReturnValue:
    """Hold a comment back."""
    seen = _state(request.form.get("seen", ""))
    done = comments.hold(current_user, comment_id, seen)
    return _back(seen, done, _("Held back. Nobody else will read it."))


@bp.post("/staff/comments/<uuid:comment_id>/concern")
def concern(comment_id: uuid.UUID) -> ResponseReturnValue:
    """Raise a concern with a comment's words."""
    seen = _state(request.form.get("seen", ""))
    done = comments.raise_concern(current_user, comment_id, seen)
    return _back(seen, done, _("A concern is raised, and the comment is held back. The concern names nobody."))


def _after_coding(comment_id: uuid.UUID) -> str:
    """Go back to the pile, if the theme was chosen there; `back` is its year."""
    year = Period.read(request.form.get("back", ""))
    return url_for("themes.none", period=year.key) if year else url_for("comments.show", comment_id=comment_id)


def _state(text: str) -> CommentState:
    if text not in set(CommentState):
        abort(400)
    return CommentState(text)


def _back(seen: CommentState, done: bool, words: str) -> ResponseReturnValue:
    """Go on with the queue the comment was read in."""
    flash(
        words if done else _("Somebody dealt with this comment just before you. Nothing was changed."),
        "good" if done else "wait",
    )
    return redirect(url_for("comments.index", state=seen.value))
