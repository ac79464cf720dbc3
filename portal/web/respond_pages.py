"""Draws the pages of the journey: what each template is told, and nothing decided."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from forms.answers import Checked, date_parts, only_asked
from forms.schema import WRITING, Kind, Page, Question, Questionnaire, Stage
from portal.config import Settings
from portal.queries.drafts import DraftState
from portal.queries.opening import Opening
from portal.web.prerender import PageForm, SlotForm, filled


@dataclass(frozen=True)
class Row:
    """One question on the check page."""

    number: int
    heading: str
    lines: list[str]
    private: bool

    @property
    def skipped(self) -> bool:
        """Whether it was left out."""
        return not self.lines


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
    start = url_for("respond.start", code=code)
    return render_template(
        "respond/welcome.html", start_action=start, again=opening.views_sent, **_facts(opening, code)
    )


def one_page(opening: Opening, code: str, checked: Checked | None = None, *, sending: str = "") -> ResponseReturnValue:
    """Draw a whole form on one page, with mistakes marked if there are any."""
    questionnaire = opening.questionnaire
    checked = checked or Checked()
    sent_empty = bool(sending) and not checked.given and not checked.errors
    form = PageForm(
        given=checked.given,
        typed=checked.typed,
        errors=checked.errors,
        texts=_texts(checked.given),
        asked=frozenset(one.key for part in questionnaire.pages for one in part.questions),
        slots={"sending": sending or secrets.token_urlsafe(16)},
    )
    facts = _facts(opening, code) | {"questionnaire": questionnaire, "nothing_answered": sent_empty}

    def render(asked: PageForm | SlotForm) -> str:
        return render_template("respond/one_page.html", form=asked, **facts)

    if checked.errors or sent_empty:
        return render(form), 422
    key = ("one page", opening.invitation_id, opening.held_on, opening.chair_name, language())
    return filled(key, render, form)


def question(
    state: DraftState,
    code: str,
    page: Page,
    number: int,
    checked: Checked | None = None,
    *,
    ran_out: bool = False,
) -> ResponseReturnValue:
    """Draw one page of questions, with what was given before and mistakes marked."""
    questionnaire = state.questionnaire
    checked = checked or Checked()
    form = PageForm(
        given=state.given,
        typed=checked.typed,
        errors=checked.errors,
        texts=_texts(state.given),
        asked=frozenset(one.key for one in page.questions if one.asked_of(state.given)),
        slots=_question_slots(state, code, number, ran_out=ran_out),
    )

    def render(asked: PageForm | SlotForm) -> str:
        return render_template(
            "respond/page.html",
            questionnaire=questionnaire,
            page=page,
            number=number,
            form=asked,
            section_starts=_section_starts(questionnaire, number),
            audience=questionnaire.audience.value,
            edition=questionnaire.edition,
            leave_action="leave",
        )

    if checked.errors:
        return render(form), 422
    return filled((questionnaire.slug, questionnaire.version, number, language()), render, form)


def check(
    state: DraftState, code: str, *, nothing_answered: bool = False, ran_out: bool = False
) -> ResponseReturnValue:
    """Draw every answer before it is sent."""
    page = render_template(
        "respond/check.html",
        rows=_rows(state),
        given=_names(state),
        nothing_answered=nothing_answered,
        notice=_notice(state, code, len(state.questionnaire.pages) + 1, ran_out=ran_out),
        send_action=url_for("respond.send", code=code),
        back=_back(state, code, len(state.questionnaire.pages) + 1),
        **_facts(state.opening, code),
    )
    return (page, 422) if nothing_answered else page


def thanks(opening: Opening, code: str, state: DraftState | None = None) -> str:
    """Draw the thank-you page; with the copy only when it was sent just now."""
    return render_template(
        "respond/thanks.html",
        copy=_rows(state) if state else None,
        finish_action=url_for("respond.finish", code=code),
        reading_days=_settings().council.reading_days,
        alerted=bool(state and _alerts(state, len(state.questionnaire.pages) + 1)),
        **{name: value for name, value in _facts(opening, code).items() if name != "reading_days"},
    )


def told(state: DraftState, code: str) -> str:
    """Draw the page that says somebody will look now."""
    return render_template("respond/told.html", back=url_for("respond.check", code=code), **_facts(state.opening, code))


def _settings() -> Settings:
    settings: Settings = current_app.config["HEARD"]
    return settings


def _facts(opening: Opening, code: str) -> dict[str, Any]:
    """Return what every page of the journey may tell."""
    return {
        "audience": opening.audience.value,
        "stage": opening.stage.value,
        "edition": opening.questionnaire.edition,
        "meeting_kind": opening.kind,
        "held_on": opening.held_on,
        "chair_name": opening.chair_name,
        "shared": opening.shared,
        "reading_days": _settings().council.reading_days,
        "leave_action": url_for("respond.leave", code=code),
    }


def _question_slots(state: DraftState, code: str, number: int, *, ran_out: bool) -> Mapping[str, Markup | str]:
    asked = [place for place, page in enumerate(state.questionnaire.pages, start=1) if page.asked_of(state.given)]
    here = asked.index(number) + 1 if number in asked else len(asked)
    return {
        "progress": _("Question %(here)s of %(all)s", here=here, all=len(asked)),
        "back": _back(state, code, number),
        "section_next": _section_next(state, code, number),
        "notice": _notice(state, code, number, ran_out=ran_out),
    }


def _notice(state: DraftState, code: str, number: int, *, ran_out: bool) -> Markup | str:
    """Return what is said above the question: help after an alerting answer, or that time ran out."""
    alerted = _alerts(state, number)
    if not (alerted or ran_out):
        return ""
    return Markup(  # noqa: S704  # a template's own output
        render_template(
            "respond/notice.html",
            alerted=alerted,
            ran_out=ran_out,
            whole=number > len(state.questionnaire.pages),
            told=bool(state.told),
            anonymous=state.opening.stage is Stage.AFTER,
            tell_action=url_for("respond.tell", code=code),
            **_facts(state.opening, code),
        )
    )


def _alerts(state: DraftState, number: int) -> bool:
    """Return whether an answer on the page before this one alerts; on the check page, whether any does."""
    pages = state.questionnaire.pages
    before = [page for page in pages[: number - 1] if page.asked_of(state.given)]
    looked_at = before if number > len(pages) else before[-1:]
    return any(question.alerts(state.given.get(question.key, ())) for page in looked_at for question in page.asking)


def _back(state: DraftState, code: str, number: int) -> str:
    """Return the address of the page before: the last one that is asked, or the welcome."""
    for place in range(number - 1, 0, -1):
        if state.questionnaire.pages[place - 1].asked_of(state.given):
            return url_for("respond.page", code=code, number=place)
    return url_for("respond.welcome", code=code)


def _section_starts(questionnaire: Questionnaire, number: int) -> bool:
    """Return whether a page is the first of several in a section."""
    sections = [page.section for page in questionnaire.pages]
    here = sections[number - 1]
    return here is not None and here not in sections[: number - 1] and sections.count(here) > 1


def _section_next(state: DraftState, code: str, number: int) -> str:
    """Return where skipping the rest of this section leads."""
    pages = state.questionnaire.pages
    section = pages[number - 1].section
    for place in range(number + 1, len(pages) + 1):
        if pages[place - 1].section != section and pages[place - 1].asked_of(state.given):
            return url_for("respond.page", code=code, number=place)
    return url_for("respond.check", code=code)


def _texts(given: Mapping[str, list[str]]) -> dict[str, str]:
    """Return what stands in the text boxes: words as written, a date in its three parts."""
    texts = {key: values[0] for key, values in given.items() if values}
    for key, value in list(texts.items()):
        if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit():
            texts |= {f"{key}-{part}": text for part, text in date_parts(value).items()}
    return texts


def _names(state: DraftState) -> list[tuple[str, str]]:
    """Return every answer under the name it was sent by, so that the check page can bring back a lost draft."""
    names = []
    for key, values in only_asked(state.questionnaire, state.given).items():
        if state.questionnaire.by_key[key].kind is Kind.DATE:
            names += [(f"{key}-{part}", text) for part, text in date_parts(values[0]).items()]
        else:
            names += [(key, value) for value in values]
    return names


def _rows(state: DraftState) -> list[Row]:
    questionnaire = state.questionnaire
    return [
        Row(number, question.label, _read(question, state.given.get(question.key, [])), question.private)
        for number, page in enumerate(questionnaire.pages, start=1)
        for question in page.asking
        if question.asked_of(state.given)
    ]


def _read(question: Question, values: list[str]) -> list[str]:
    """Return an answer as a person reads it."""
    if question.kind in WRITING:
        return values
    if question.kind is Kind.DATE:
        return [format_date(date.fromisoformat(value), "long") for value in values]
    return [question.label_of(value) for value in values]
