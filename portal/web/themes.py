"""Themes: what people talk about. Chairs read what they may see; managers keep the codeframe."""

import uuid
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.models import Theme
from portal.queries import themes as queries
from portal.queries.comments import CommentCard
from portal.queries.periods import Period
from portal.queries.summary import known_periods
from portal.services import themes
from portal.web.guard import only_for
from portal.web.mistakes import mistakes_in
from portal.web.summary_scope import Choice, audience_words, period_words
from portal.web.themes_forms import ThemeForm

bp = Blueprint("themes", __name__)
only_for(bp, "chair", "manager")
codeframe = Blueprint("codeframe", __name__)
only_for(codeframe, "manager")


@bp.get("/staff/themes")
def index() -> ResponseReturnValue:
    """Show every theme with its counts."""
    year, years = _year()
    if year is None:
        return _mistaken(years)
    board = queries.theme_board(current_user, year)
    return render_template("themes/index.html", board=board, year=year, years=years, **_words(year))


@bp.get("/staff/themes/<uuid:theme_id>")
def show(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Show the comments under a theme."""
    theme = queries.theme_by_id(theme_id)
    year, years = _year()
    if year is None:
        return _mistaken(years)
    return _comments(theme, queries.comments_under(current_user, year, theme_id), year, years)


@bp.get("/staff/themes/none")
def none() -> ResponseReturnValue:
    """Show the comments under no theme."""
    year, years = _year()
    if year is None:
        return _mistaken(years)
    return _comments(None, queries.comments_under_none(current_user, year), year, years)


@codeframe.route("/staff/themes/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add a theme."""
    form = ThemeForm()
    if form.validate_on_submit():
        with mistakes_in(form):
            theme = themes.add_theme(current_user, form.name.data or "", form.description.data or "")
            flash(_("The theme “%(theme)s” is added.", theme=theme.name), "good")
            return redirect(url_for("themes.index"))
    return render_template("themes/form.html", form=form, theme=None)


@codeframe.route("/staff/themes/<uuid:theme_id>/change", methods=["GET", "POST"])
def change(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Rename or describe a theme."""
    theme = queries.theme_by_id(theme_id)
    form = ThemeForm(name=theme.name, description=theme.description)
    if form.validate_on_submit():
        with mistakes_in(form):
            themes.change_theme(current_user, theme_id, form.name.data or "", form.description.data or "")
            flash(_("The changes are kept."), "good")
            return redirect(url_for("themes.show", theme_id=theme_id))
    return render_template("themes/form.html", form=form, theme=theme)


@codeframe.post("/staff/themes/<uuid:theme_id>/retire")
def retire(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Take a theme out of use."""
    theme = themes.retire_theme(current_user, theme_id, retired=True)
    flash(_("“%(theme)s” is retired. Its comments wait under no theme.", theme=theme.name), "good")
    return redirect(url_for("themes.index"))


@codeframe.post("/staff/themes/<uuid:theme_id>/bring-back")
def bring_back(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Bring a theme back into use."""
    theme = themes.retire_theme(current_user, theme_id, retired=False)
    flash(_("“%(theme)s” is in use again, with the comments it had.", theme=theme.name), "good")
    return redirect(url_for("themes.index"))


bp.register_blueprint(codeframe)


def _year() -> tuple[Period | None, tuple[Choice, ...]]:
    """Return the financial year the address asks for, and those there are; None if it asks for something else."""
    known = known_periods(datetime.now(UTC).date())
    text = request.args.get("period") or known.newest_answered.key
    year = Period.read(text)
    years = {*known.years, *([year] if year and not year.quarter else [])}
    choices = tuple(Choice(one.key, one.key, one.key == text) for one in sorted(years, key=lambda one: -one.year))
    return (year if year and not year.quarter else None), choices


def _mistaken(years: tuple[Choice, ...]) -> ResponseReturnValue:
    return render_template("themes/mistake.html", years=years), 400


def _comments(
    theme: Theme | None, cards: tuple[CommentCard, ...], year: Period, years: tuple[Choice, ...]
) -> ResponseReturnValue:
    coded = queries.themes_of([card.comment.id for card in cards])
    return render_template(
        "themes/comments.html",
        theme=theme,
        cards=cards,
        coded=coded,
        offered_themes=[] if theme else queries.themes_in_use(),
        year=year,
        years=years,
        **_words(year),
    )


def _words(year: Period) -> dict[str, object]:
    return {
        "audiences": audience_words(),
        "year_words": period_words(year),
        "manages": current_user.has_role("manager"),
    }
