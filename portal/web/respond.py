"""The journey of somebody who answers: welcome, questions, check, send, thank you."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from forms.answers import check_all, check_page, only_asked
from forms.schema import Page, Questionnaire
from portal.codes import normalise
from portal.exceptions import AlreadySentError, DraftGoneError, RecordError
from portal.extensions import csrf
from portal.queries.drafts import DraftState, find_draft
from portal.services import drafts, responses
from portal.web import respond_pages as pages
from portal.web.respond_door import open_code
from portal.web.respond_steps import next_step

COOKIE = "heard"

bp = Blueprint("respond", __name__, url_prefix="/<code:code>")
# The guard's own check of where a request comes from stands in for a token here: a token would need a cookie first.
csrf.exempt(bp)


@bp.before_request
def one_spelling() -> ResponseReturnValue | None:
    """Send every spelling of a code to one address, so that its cookie has one path."""
    typed = (request.view_args or {})["code"]
    code = normalise(typed)
    if code and code != typed:
        return redirect(request.full_path.rstrip("?").replace(typed, code, 1), 307)
    return None


@bp.get("")
def welcome(code: str) -> ResponseReturnValue:
    """Say whose meeting it is and who will read this; a professional's whole form is here."""
    opening = open_code(code)
    if opening.questionnaire.one_page:
        return pages.one_page(opening, code)
    return pages.welcome(opening, code)


@bp.post("")
def send_one_page(code: str) -> ResponseReturnValue:
    """Take a one-page form."""
    opening = open_code(code)
    if not opening.questionnaire.one_page:
        raise NotFound
    checked = check_all(opening.questionnaire, request.form)
    sending = request.form.get("sending", "")
    if checked.errors or not checked.given:
        return pages.one_page(opening, code, checked, sending=sending)
    # Whoever sends without the page's key is somebody of their own, not one with everybody else who does.
    responses.send_at_once(opening, pages.language(), checked.given, sending=sending or pages.new_sending())
    # The page itself, not a redirect to it: one request fewer, and a reload is known by `sending` for the same press.
    return pages.thanks(opening, code)


@bp.post("/start")
def start(code: str) -> ResponseReturnValue:
    """Begin a draft in this browser, and go to the first question."""
    opening = open_code(code)
    token = drafts.start(opening, pages.language())
    return _with_cookie(redirect(url_for(".page", code=code, number=1), 303), code, token)


@bp.get("/<int:number>")
def page(code: str, number: int) -> ResponseReturnValue:
    """Ask one page."""
    state = find_draft(_token())
    _page(state.questionnaire, number)
    return pages.question(state, code, number)


@bp.post("/<int:number>")
def record(code: str, number: int) -> ResponseReturnValue:
    """Keep one page's answers and go to the next."""
    try:
        state = find_draft(_token())
    except DraftGoneError:
        return _begin_again(code, number)
    page = _page(state.questionnaire, number)
    checked = check_page(page, request.form, state.given)
    if checked.errors:
        return pages.question(state, code, number, checked)
    state = drafts.record_page(_token(), page, checked.given)
    return redirect(_next(state, code, number), 303)


@bp.post("/<int:number>/skip")
def skip(code: str, number: int) -> ResponseReturnValue:
    """Leave one page out, and go to the next."""
    state = find_draft(_token())
    page = _page(state.questionnaire, number)
    if any(question.key in state.given for question in page.asking):
        state = drafts.record_page(_token(), page, {})
    return redirect(_next(state, code, number), 303)


@bp.get("/check")
def check(code: str) -> ResponseReturnValue:
    """Show every answer before it is sent."""
    return pages.check(find_draft(_token()), code)


@bp.post("/send")
def send(code: str) -> ResponseReturnValue:
    """Send the draft, once, and say thank you; the copy is shown here and nowhere else."""
    try:
        state = responses.send(_token())
    except RecordError:
        return pages.check(find_draft(_token()), code, nothing_answered=True)
    except DraftGoneError:
        return _check_again(code)
    return pages.thanks(state.opening, code, state)


@bp.get("/thanks")
def thanks(code: str) -> ResponseReturnValue:
    """Say thank you; nothing that was written is here."""
    return pages.thanks(open_code(code), code)


@bp.post("/tell")
def tell(code: str) -> ResponseReturnValue:
    """Tell the people who look after this that somebody should look now."""
    state = drafts.tell_now(_token())
    return pages.told(state, code)


@bp.post("/leave")
def leave(code: str) -> ResponseReturnValue:
    """Forget the draft and go somewhere neutral."""
    drafts.forget(_token())
    return _without_cookie(pages.leave(), code)


@bp.post("/finish")
def finish(code: str) -> ResponseReturnValue:
    """Forget this browser and go back to the start."""
    drafts.forget(_token())
    return _without_cookie(redirect(url_for("enter.form"), 303), code)


@bp.errorhandler(DraftGoneError)
def begin_at_the_beginning(_error: DraftGoneError) -> ResponseReturnValue:
    """Go back to the first page: nothing is kept in this browser."""
    return redirect(url_for(".welcome", code=(request.view_args or {})["code"]), 303)


@bp.errorhandler(AlreadySentError)
def already_sent(_error: AlreadySentError) -> ResponseReturnValue:
    """Say thank you to a second press, another tab or a lost reply: it was sent, once."""
    return redirect(url_for(".thanks", code=(request.view_args or {})["code"]), 303)


def _token() -> str | None:
    return request.cookies.get(COOKIE)


def _page(questionnaire: Questionnaire, number: int) -> Page:
    if not 1 <= number <= len(questionnaire.pages):
        raise NotFound
    return questionnaire.pages[number - 1]


def _next(state: DraftState, code: str, number: int) -> str:
    """Return where a page leads: back to the check for whoever came from there, else onwards."""
    if request.args.get("from") == "check":
        return url_for(".check", code=code)
    return next_step(state, code, number)


def _begin_again(code: str, number: int) -> ResponseReturnValue:
    """Put the words of a page whose draft is gone back into it, in a new draft."""
    opening = open_code(code)
    page = _page(opening.questionnaire, number)
    checked = check_page(page, request.form, {})
    token = drafts.start(opening, pages.language())
    state = find_draft(token).with_page(page, checked.given)
    shown = pages.question(state, code, number, checked, ran_out=True)
    return _with_cookie(make_response(shown), code, token)


def _check_again(code: str) -> ResponseReturnValue:
    """Put back the answers of a check page whose draft is gone, and show it once more."""
    opening = open_code(code)
    checked = check_all(opening.questionnaire, request.form)
    if not checked.given:
        raise DraftGoneError
    token = drafts.start(opening, pages.language(), only_asked(opening.questionnaire, checked.given))
    return _with_cookie(make_response(pages.check(find_draft(token), code, ran_out=True)), code, token)


def _with_cookie(response: ResponseReturnValue, code: str, token: str) -> Response:
    answer = make_response(response)
    answer.set_cookie(COOKIE, token, path=f"/{code}", httponly=True, samesite="Lax", secure=pages.secure_cookies())
    return answer


def _without_cookie(response: ResponseReturnValue, code: str) -> Response:
    answer = make_response(response)
    answer.delete_cookie(COOKIE, path=f"/{code}")
    return answer
