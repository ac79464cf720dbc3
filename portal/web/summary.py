"""The summary: how many answered, then what they said. Everything it shows is chosen by its address."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.queries.measure_details import wordings
from portal.queries.measures import measures_of
from portal.queries.summary import Scope, all_teams, measure_lines, summary, through_the_year
from portal.web.csv_file import csv_file
from portal.web.guard import only_for
from portal.web.summary_rows import left_out_words, quoted, summary_rows, why_not
from portal.web.summary_scope import Asked, asked, audience_words, kind_words, period_words, team_words

bp = Blueprint("summary", __name__)
only_for(bp, "chair", "manager")


@bp.get("/staff/summary")
def index() -> ResponseReturnValue:
    """Show the summary that the address asks for."""
    wanted = asked(request.args, current_user)
    if wanted.scope is None:
        return _mistaken(wanted)
    return _page("summary/index.html", wanted, wanted.scope, summary=summary(wanted.scope))


@bp.get("/staff/summary.csv")
def spreadsheet() -> ResponseReturnValue:
    """Give the same summary as a file for a spreadsheet."""
    wanted = asked(request.args, current_user)
    if wanted.scope is None:
        return _mistaken(wanted)
    return _file(wanted.scope)


@bp.get("/staff/summary/measure/<key>")
def measure(key: str) -> ResponseReturnValue:
    """Open one figure: through the year, and the questions, wordings and options behind it."""
    wanted = asked(request.args, current_user)
    if wanted.scope is None:
        return _mistaken(wanted)
    scope = wanted.scope
    if key not in measures_of(scope.audience):
        abort(404)
    return _page(
        "summary/measure.html",
        wanted,
        scope,
        line=next(line for line in measure_lines(scope) if line.key == key),
        quarters=through_the_year(key, scope),
        wordings=wordings(key, scope.audience, scope.period),
    )


def _mistaken(wanted: Asked) -> ResponseReturnValue:
    return render_template("summary/mistake.html", asked=wanted), 400


def _file(scope: Scope) -> Response:
    name = f"summary-{scope.period.key}-{scope.audience.value}.csv"
    return csv_file(summary_rows(summary(scope), all_teams()), name)


def _page(template: str, wanted: Asked, scope: Scope, **shown: Any) -> str:
    names = all_teams()
    return render_template(
        template,
        asked=wanted,
        scope=scope,
        team_names=names,
        team=team_words(scope, names),
        period=period_words,
        audiences=audience_words(),
        kinds=kind_words(),
        quoted=quoted,
        left_out=left_out_words,
        why_not=why_not,
        **shown,
    )
