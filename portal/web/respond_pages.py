"""Draws the pages of the journey: what each template is told, and nothing decided."""

import secrets
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale
from markupsafe import Markup

from forms.answers import Checked
from forms.schema import Page, Stage
from portal.config import Settings
from portal.queries.drafts import DraftState
from portal.queries.opening import Opening
from portal.web import respond_steps as steps
from portal.web.prerender import PageForm, SlotForm, filled
from portal.web.respond_answers import fields_of, rows_of, texts_of

Slots = dict[str, Markup | str]


def language() -> str:
    """Return the language of the page that is being answered."""
    return str(get_locale())


def secure_cookies() -> bool:
    """Return whether cookies travel over HTTPS only."""
    return not _settings().insecure_cookies


def leave() -> ResponseReturnValue:
    """Go to the neutral page the council chose."""
    return redirect(_settings().council.leave_url, 303)


def welcome(opening: Opening, code: str) -> str:
    """Draw the first page."""
    slots = _personal(opening, code) | {"start_action": url_for("respond.start", code=code)}
    return _filled("welcome", opening, PageForm(slots=slots), again=opening.views_sent)


def new_sending() -> str:
    """Return the random key by which a second press on a one-page form is known for one."""
    return secrets.token_urlsafe(16)


def one_page(opening: Opening, code: str, checked: Checked | None = None, *, sending: str = "") -> ResponseReturnValue:
    """Draw a whole form on one page, with mistakes marked if there are any."""
    questionnaire = opening.questionnaire
    checked = checked or Checked()
    sent_empty = bool(sending) and not checked.given and not checked.errors
    form = PageForm(
        given=checked.given,
        typed=checked.typed,
        errors=checked.errors,
        texts=texts_of(checked.given),
        asked=frozenset(one.key for page in questionnaire.pages for one in page.questions),
        slots=_personal(opening, code) | {"sending": sending or new_sending()},
    )
    if checked.errors or sent_empty:
        facts = _facts(opening) | {"questionnaire": questionnaire, "nothing_answered": sent_empty}
        return render_template("respond/one_page.html", form=form, **facts, **form.slots), 422
    return _filled("one_page", opening, form, questionnaire=questionnaire)


def question(
    state: DraftState, code: str, number: int, checked: Checked | None = None, *, ran_out: bool = False
) -> ResponseReturnValue:
    """Draw one page of questions, with what was given before and mistakes marked."""
    page = state.questionnaire.pages[number - 1]
    checked = checked or Checked()
    here, of_all = steps.progress(state, number)
    form = PageForm(
        given=state.given,
        typed=checked.typed,
        errors=checked.errors,
        texts=texts_of(state.given),
        asked=frozenset(one.key for one in page.questions if one.asked_of(state.given)),
        slots={
            "here": str(here),
            "of_all": str(of_all),
            "back": steps.step_back(state, code, number),
            "section_next": steps.after_section(state, code, number),
            "notice": _notice(state, code, alerted=steps.alerted_before(state, number), ran_out=ran_out),
        },
    )

    def render(asked: PageForm | SlotForm) -> str:
        return _render_question(state, page, number, asked)

    if checked.errors:
        return render(form), 422
    return filled(("page", state.opening.slug, state.version, number, language()), render, form)


def check(
    state: DraftState, code: str, *, nothing_answered: bool = False, ran_out: bool = False
) -> ResponseReturnValue:
    """Draw every answer before it is sent."""
    page = render_template(
        "respond/check.html",
        rows=rows_of(state),
        given=fields_of(state),
        nothing_answered=nothing_answered,
        notice=_notice(state, code, alerted=steps.alerted(state), ran_out=ran_out, whole=True),
        send_action=url_for("respond.send", code=code),
        back=steps.step_back(state, code, len(state.questionnaire.pages) + 1),
        **_facts(state.opening),
        **_personal(state.opening, code),
    )
    return (page, 422) if nothing_answered else page


def thanks(opening: Opening, code: str, state: DraftState | None = None) -> str:
    """Draw the thank-you page; with help and the copy only when it was sent just now."""
    slots = _personal(opening, code) | {"finish_action": url_for("respond.finish", code=code)}
    if state:
        facts = _facts(opening) | {"rows": rows_of(state)}
        slots |= {
            "copy": Markup(render_template("respond/copy.html", **facts)),  # noqa: S704  # a template's own output
            "notice": _notice(state, code, alerted=steps.alerted(state), sent=True),
        }
    return _filled("thanks", opening, PageForm(slots=slots))


def told(state: DraftState, code: str) -> str:
    """Draw the page that says somebody will look now, and leads on."""
    onward = steps.next_unanswered(state, code)
    facts = _facts(state.opening) | _personal(state.opening, code)
    return render_template("respond/told.html", carry_on=onward, **facts)


def _filled(name: str, opening: Opening, form: PageForm, **facts: Any) -> str:
    """Return a page of the journey that is the same for everybody but for its slots."""
    facts = _facts(opening) | facts
    key = (name, opening.slug, opening.kind, opening.views_sent, language())

    def render(asked: SlotForm) -> str:
        slots = {slot: getattr(asked, slot) for slot in ("chair_name", "day", "leave_action", "start_action")}
        slots |= {slot: getattr(asked, slot) for slot in ("finish_action", "copy", "notice")}
        return render_template(f"respond/{name}.html", form=asked, **facts, **slots)

    return filled(key, render, form)


def _render_question(state: DraftState, page: Page, number: int, form: PageForm | SlotForm) -> str:
    return render_template(
        "respond/page.html",
        questionnaire=state.questionnaire,
        page=page,
        number=number,
        form=form,
        section_starts=steps.section_starts(state.questionnaire, number),
        leave_action="leave",
        **_facts(state.opening),
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["HEARD"]
    return settings


def _facts(opening: Opening) -> dict[str, Any]:
    """Return what the pages of an edition may tell anybody."""
    return {
        "audience": opening.audience.value,
        "stage": opening.stage.value,
        "edition": opening.questionnaire.edition,
        "meeting_kind": opening.kind,
        "shared": opening.shared,
        "reading_days": _settings().council.reading_days,
    }


def _personal(opening: Opening, code: str) -> Slots:
    """Return what the pages tell whoever holds this code."""
    return {
        "chair_name": opening.chair_name,
        "day": _in_words(opening.held_on, language()),
        "leave_action": url_for("respond.leave", code=code),
    }


@lru_cache(maxsize=1000)
def _in_words(day: date, _language: str) -> str:
    """Return a day in the words of the page's language; kept, as the same few days come again and again."""
    words: str = format_date(day, "EEEE d MMMM")
    return words


def _notice(
    state: DraftState, code: str, *, alerted: bool, ran_out: bool = False, whole: bool = False, sent: bool = False
) -> Markup | str:
    """Return what is said first on a page: help after an alerting answer, or that the time ran out."""
    if not (alerted or ran_out):
        return ""
    nobody = state.opening.stage is Stage.AFTER and state.opening.shared
    drawn = render_template(
        "respond/notice.html",
        alerted=alerted,
        ran_out=ran_out,
        whole=whole,
        told=bool(state.told),
        anonymous=state.opening.stage is Stage.AFTER,
        tell_action="" if sent or nobody else url_for("respond.tell", code=code),
        **_facts(state.opening),
        **_personal(state.opening, code),
    )
    return Markup(drawn)  # noqa: S704  # a template's own output
