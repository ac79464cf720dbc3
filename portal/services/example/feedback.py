"""What people of the example say after a meeting: exactly as many, and as content, as the worked figures say."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from forms.library import library
from forms.schema import Kind, Questionnaire, Stage
from portal.models import AgeBand
from portal.queries.opening import edition_slug
from portal.services.concerns import alerting_words
from portal.services.example.answers import Answering, Person
from portal.services.example.concerns import CLOSED, Concerns, Ending
from portal.services.example.county import (
    ABLE_TO_EXPRESS,
    CHILD_FORMS_CONFERENCES,
    CHILD_FORMS_REVIEWS,
    FEEDBACK_BEGINS,
    MET_CHAIR_BEFORE,
    PARENT_FORMS,
    PROFESSIONAL_FORMS,
    dice,
)
from portal.services.example.meetings import Held
from portal.services.example.people import Service
from portal.services.example.rows import Rows
from portal.services.example.words import Vocabulary, read_words
from portal.services.sealed import Sending, week_of

TELLING_CHILDREN = 4
# From this week on, comments are still waiting for their reader.
LATEST_WEEKS = date(2026, 1, 5)
# How content each audience usually is: professionals rate conferences far better than families do.
CONTENT = {"child": 0.68, "parent": 0.62, "professional": 0.84}


class Opinions:
    """Makes sendings, as the anonymous lane takes them; remembers the themes of their words."""

    def __init__(self, rows: Rows, service: Service, luck: Random) -> None:
        """Take the rows that concerns are added to."""
        self.luck = luck
        self.vocabulary = Vocabulary(luck)
        self.answering = Answering(luck, self.vocabulary)
        self.concerns = Concerns(rows, service, luck)

    def of_child(self, held: Held, band: AgeBand, *, tells: str | None = None, ending: Ending | None = None) -> Sending:
        """Return a child's feedback."""
        form = _form("child", held, band)
        person = replace(self.answering.person(CONTENT["child"]), tells=tells)
        return self._sending(held, form, person, ending or Ending(CLOSED.status, "feedback"))

    def of_adult(self, held: Held, audience: str, decided: dict[str, bool] | None = None) -> Sending:
        """Return a parent's or a professional's feedback; `decided` are measures whose outcome is settled."""
        person = replace(self.answering.person(CONTENT[audience]), decided=decided or {})
        return self._sending(held, _form(audience, held, None), person, Ending(CLOSED.status, "feedback"))

    def _sending(self, held: Held, form: Questionnaire, person: Person, ending: Ending) -> Sending:
        given = self.answering.answers(form, person)
        meeting = held.meeting
        week = week_of(held.held_on)
        if words := alerting_words(form, given):
            day = week + timedelta(days=self.luck.randint(5, 12))
            self.concerns.from_feedback(meeting["team_id"], words, day, ending)
        return Sending(
            audience=form.audience.value,
            kind=held.kind,
            team_id=str(meeting["team_id"]),
            chair_id=str(meeting["chair_id"]),
            format=meeting["format"].value,
            week=week.isoformat(),
            questionnaire=form.slug,
            version=form.version,
            language="en",
            given=given,
        )


def feedback_of_the_year(rows: Rows, service: Service, year: Sequence[Held]) -> tuple[list[Sending], Vocabulary]:
    """Return the year's feedback, in no order, and the words it was written with."""
    luck = dice("feedback after")
    opinions = Opinions(rows, service, luck)
    counted = [held for held in year if held.held_on >= FEEDBACK_BEGINS and held.invitations]
    conferences = [held for held in counted if held.kind == "conference"]
    sendings = [
        opinions.of_adult(held, "parent", {"met_chair_before": positive})
        for held, positive in zip(
            luck.sample(conferences, PARENT_FORMS), _settled(luck, MET_CHAIR_BEFORE, PARENT_FORMS), strict=True
        )
    ]
    sendings += [
        opinions.of_adult(held, "professional", {"able_to_express": positive})
        for held, positive in zip(
            _rooms(luck, conferences), _settled(luck, ABLE_TO_EXPRESS, PROFESSIONAL_FORMS), strict=True
        )
    ]
    sendings += _children(opinions, counted)
    luck.shuffle(sendings)
    return list(_with_held_words(opinions, sendings)), opinions.vocabulary


def _children(opinions: Opinions, counted: Sequence[Held]) -> Iterable[Sending]:
    luck = opinions.luck
    asked = {
        kind: [(held, child["age_band"]) for held in counted if held.kind == kind for child in held.children
               if child["age"] >= 4]
        for kind in ("review", "conference")
    }  # fmt: skip
    chosen = luck.sample(asked["review"], CHILD_FORMS_REVIEWS)
    chosen += luck.sample(asked["conference"], CHILD_FORMS_CONFERENCES)
    older = [place for place, (_, band) in enumerate(chosen) if band is not AgeBand.FROM_4]
    tells = dict(zip(luck.sample(older, TELLING_CHILDREN), _said(), strict=True))
    return [opinions.of_child(held, band, tells=tells.get(place)) for place, (held, band) in enumerate(chosen)]


def _with_held_words(opinions: Opinions, sendings: Sequence[Sending]) -> Iterable[Sending]:
    """Yield the sendings; a few that have been read by now name somebody, or disclose something."""
    safety = read_words("safety")
    waiting: dict[str, list[str]] = {audience: list(words) for audience, words in safety["held"].items()}
    disclosed: list[str] = safety["parent_after"]["words"]
    waiting["parent"] += disclosed
    for sending in sendings:
        question = _last_box(sending.form)
        if question is None or not waiting[sending.audience] or sending.week >= LATEST_WEEKS.isoformat():
            yield sending
            continue
        words = waiting[sending.audience].pop()
        if words in disclosed:
            day = date.fromisoformat(sending.week) + timedelta(days=opinions.luck.randint(7, 11))
            team_id = uuid.UUID(sending.team_id)
            opinions.concerns.from_feedback(team_id, words, day, Ending(CLOSED.status, "feedback"))
        yield replace(sending, given={**sending.given, question: [words]})


def _last_box(form: Questionnaire) -> str | None:
    """Return the last question that is asked of everybody and answered at length."""
    boxes = [key for key, one in form.by_key.items() if one.kind is Kind.LONG and one.only_if is None]
    return boxes[-1] if boxes else None


def _said() -> Sequence[str]:
    words: list[str] = read_words("safety")["child_after"]["middle"]
    return words[:TELLING_CHILDREN]


def _rooms(luck: Random, conferences: Sequence[Held]) -> list[Held]:
    """Return a conference for each professional's form: several from one room, none from most."""
    rooms: list[Held] = []
    while len(rooms) < PROFESSIONAL_FORMS:
        rooms += [luck.choice(conferences)] * luck.choice((1, 2, 2, 3, 4, 6))
    return rooms[:PROFESSIONAL_FORMS]


def _settled(luck: Random, positive: int, base: int) -> list[bool]:
    settled = [place < positive for place in range(base)]
    luck.shuffle(settled)
    return settled


def _form(audience: str, held: Held, band: AgeBand | None) -> Questionnaire:
    slug = edition_slug(audience=audience, stage=Stage.AFTER, kind=held.kind, band=band, adult_role=None)
    return library().newest(slug)
