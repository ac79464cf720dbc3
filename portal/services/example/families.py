"""What families of the example say before a meeting: contributions, and the concerns some of them raise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from forms.library import library
from forms.schema import WRITING, Questionnaire, Stage
from portal.models import AuditEntry, Contribution, ContributionAnswer, ContributionComment, MeetingStatus
from portal.queries.opening import edition_slug
from portal.services.concerns import alerting_words
from portal.services.example.answers import Answering, Answers
from portal.services.example.concerns import CLOSED, Concerns, Ending
from portal.services.example.county import dice
from portal.services.example.meetings import Held
from portal.services.example.people import Service
from portal.services.example.rows import Row, Rows
from portal.services.example.words import Vocabulary, read_words

# These participation codes say that the child's views came otherwise than by being there.
VIEWS_SENT = frozenset({"PN5", "PN6"})
CONFERENCE_CHILDREN = 62
ADULTS = 171
DISCLOSING_CHILDREN = 7
AFRAID_ADULTS = 2
AGES_TOLD = {"4-7": "young", "8-11": "middle", "12-17": "older"}
OUTSIDE = "safe_online_and_out"
HOURS = (8, 12, 15, 16, 17, 18, 19, 20, 21, 22)


class Families:
    """Adds views before to the rows."""

    def __init__(self, rows: Rows, service: Service, luck: Random) -> None:
        """Take the rows to add to."""
        self.rows = rows
        self.luck = luck
        self.answering = Answering(luck, Vocabulary(luck))
        self.concerns = Concerns(rows, service, luck)

    def child_says(
        self, held: Held, child: Row, sent_at: datetime, *, ending: Ending = CLOSED, tells: bool = False
    ) -> None:
        """Add a child's views; one who tells says what they want a grown-up to know now."""
        slug = edition_slug(
            audience="child", stage=Stage.BEFORE, kind=held.kind, band=child["age_band"], adult_role=None
        )
        person = replace(self.answering.person(0.7), tells=self._disclosure(child) if tells else None)
        form = library().newest(slug)
        given = self.answering.answers(form, person)
        self._keep(held, child, form, given, sent_at)
        if words := alerting_words(form, given):
            outside = OUTSIDE in given and form.by_key[OUTSIDE].alerts(given[OUTSIDE])
            sort = "disclosed" if tells else "outside" if outside else "settled"
            self._concern(held, child, words, sent_at, Ending(ending.status, sort))

    def adult_says(
        self, held: Held, adult: Row, sent_at: datetime, *, ending: Ending = CLOSED, afraid: bool = False
    ) -> None:
        """Add an adult's views; one who is afraid says so."""
        slug = edition_slug(audience="parent", stage=Stage.BEFORE, kind=held.kind, band=None, adult_role=adult["role"])
        form = library().newest(slug)
        given = self.answering.answers(form, self.answering.person(0.55))
        if afraid:
            given |= {"meeting_safety": ["yes"], "anything_else": [self._deal("parent_before", "words")]}
        self._keep(held, adult, form, given, sent_at)
        if words := alerting_words(form, given):
            self._concern(held, adult, words, sent_at, Ending(ending.status, "adult"))

    def _concern(self, held: Held, person: Row, words: str, sent_at: datetime, ending: Ending) -> None:
        invitation = held.code_for(person)
        self.concerns.from_views(invitation, held.meeting["team_id"], words, sent_at, ending)

    def _disclosure(self, child: Row) -> str:
        """Return something worrying a child of this age might say."""
        return self._deal("child_before", AGES_TOLD[child["age_band"].value])

    def _deal(self, pool: str, part: str) -> str:
        return self.answering.vocabulary.deal(f"safety {pool} {part}", read_words("safety")[pool][part])

    def _keep(self, held: Held, person: Row, form: Questionnaire, given: Answers, sent_at: datetime) -> None:
        invitation = held.code_for(person)
        contribution = self.rows.add(
            Contribution,
            invitation_id=invitation["id"],
            questionnaire=form.slug,
            version=form.version,
            language=invitation["language"],
            sent_at=sent_at,
        )
        if held.meeting["status"] is MeetingStatus.HELD:
            self._opened(held, person, contribution)
        for key, values in given.items():
            if key not in form.by_key:
                continue
            if form.by_key[key].kind in WRITING:
                self.rows.link(ContributionComment, contribution_id=contribution["id"], question=key, words=values[0])
                continue
            for value in values:
                self.rows.link(ContributionAnswer, contribution_id=contribution["id"], question=key, value=value)

    def _opened(self, held: Held, person: Row, contribution: Row) -> None:
        """Note that the chair read this on the morning of the meeting."""
        whose = person.get("case_reference") or person["role"]
        self.rows.add(
            AuditEntry,
            at=datetime.combine(held.held_on, time(self.luck.randint(7, 8), self.luck.randint(0, 59)), UTC),
            staff_id=held.meeting["chair_id"],
            action="opened_views",
            subject_id=contribution["id"],
            detail=f"{whose}, {held.kind} of {held.held_on.isoformat()}",
        )


def views_of_the_year(rows: Rows, service: Service, year: Sequence[Held]) -> None:
    """Add what children and adults said before the year's meetings."""
    luck = dice("views before")
    families = Families(rows, service, luck)
    sent = [
        (held, child)
        for held in year
        for child in held.children
        if held.kind == "review" and child["participation_code"] in VIEWS_SENT
    ]
    asked = [
        (held, child) for held in year for child in held.children if held.kind == "conference" and held.invitations
    ]
    sent += luck.sample([(held, child) for held, child in asked if child["age"] >= 4], CONFERENCE_CHILDREN)
    telling = set(luck.sample(range(len(sent)), DISCLOSING_CHILDREN))
    for place, (held, child) in enumerate(sent):
        families.child_says(held, child, _before(luck, held), tells=place in telling)
    invited = [(held, adult) for held in year for adult in held.adults]
    for place, (held, adult) in enumerate(luck.sample(invited, ADULTS)):
        families.adult_says(held, adult, _before(luck, held), afraid=place < AFRAID_ADULTS)


def _before(luck: Random, held: Held) -> datetime:
    day = held.held_on - timedelta(days=luck.choice((1, 1, 2, 2, 3, 4, 5, 6, 8, 11)))
    return datetime.combine(day, time(luck.choice(HOURS), luck.randint(0, 59), luck.randint(0, 59)), UTC)
