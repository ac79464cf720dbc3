"""How an invented person answers a questionnaire, whatever it asks: more often content than not, skipping some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from forms.schema import WRITING, Kind, Outcome, Question, Questionnaire
from portal.services.example.words import Vocabulary

Answers = dict[str, list[str]]

UNDECIDED = frozenset({"not_sure", "rather_not_say", "none", "nothing", "no_one", "does_not_apply", "another"})
OPPOSITES = (
    {"sleep_well", "sleep_badly"},
    {"healthy", "unwell"},
    {"friends", "lonely"},
    {"good", "low"},
    {"happy", "sad"},
    {"right_people", "wrong_people"},
    {"disagreement_written", "disagreement_not_written"},
)
# How many in a thousand give an answer that alerts, where nothing else is asked for.
ALERTING = {"tell_now": 0, "meeting_safety": 35}
USUALLY_ALERTING = 9
# What goes better or worse than the rest: some things are harder to get right.
LEANS = {
    "report_before_day": -0.22,
    "report_explained": -0.12,
    "family_had_seen_report": -0.24,
    "understood_purpose": 0.12,
    "understood_words": -0.06,
    "respected": 0.14,
    "strengths_heard": 0.05,
    "child_voice_heard": -0.04,
    "knows_what_next": 0.04,
    "agrees_with_plan": -0.16,
    "supported_after": -0.24,
    "knows_how_to_complain": -0.3,
    "no_surprises": -0.14,
    "not_rushed": 0.06,
    "safer_after": -0.12,
    "started_on_time": -0.08,
    "right_people_there": -0.1,
    "challenge_possible": 0.03,
    "safe_where_i_live": 0.2,
    "happy_at_home": 0.08,
    "promises_kept": -0.12,
}
# Eager enough to write something whatever the chance.
EVERYBODY = 100.0
# Who helps: nearly always somebody at 4 to 7, seldom later.
HELPED = {True: (1, 12, 60, 8, 6, 16, 3, 2), False: (62, 5, 18, 5, 4, 4, 2)}


@dataclass(frozen=True)
class Person:
    """How one invented person is inclined, and what is decided for them."""

    content: float
    skips: float = 0.07
    eagerness: float = 1.0
    decided: Mapping[str, bool] = field(default_factory=dict)
    """Measures whose outcome is decided: positive, or not."""
    tells: str | None = None
    """What they want a grown-up to know now."""


class Answering:
    """Fills in questionnaires, by chance and with words."""

    def __init__(self, luck: Random, vocabulary: Vocabulary) -> None:
        """Take the chance and the words to answer with."""
        self.luck = luck
        self.vocabulary = vocabulary

    def person(self, usually: float) -> Person:
        """Return somebody about as content as is usual."""
        content = self.luck.betavariate(8 * usually, 8 * (1 - usually))
        return Person(content, eagerness=self.luck.choice((0.3, 0.8, 1.0, 1.2)))

    def answers(self, questionnaire: Questionnaire, person: Person) -> Answers:
        """Return what a person answers; never empty."""
        given: Answers = {}
        for question in questionnaire.by_key.values():
            if not question.asked_of(given):
                continue
            if values := self._answer(questionnaire, question, person, given):
                given[question.key] = values
        return given or self.answers(questionnaire, person)

    def _answer(self, questionnaire: Questionnaire, question: Question, person: Person, given: Answers) -> list[str]:
        if question.key in {"tell_now", "tell_now_words"} and person.tells:
            return [person.tells if question.kind in WRITING else "yes"]
        if question.kind in WRITING:
            return self._written(questionnaire, question, person, given)
        if question.measure in person.decided:
            return [self._decided(question, positive=person.decided[question.measure or ""])]
        if self.luck.random() < person.skips or question.kind is Kind.DATE:
            return []
        return self._chosen(questionnaire, question, person)

    def _written(self, questionnaire: Questionnaire, question: Question, person: Person, given: Answers) -> list[str]:
        if question.key == "tell_now_words":
            return []
        afraid = question.key == "meeting_safety_words" and given.get("meeting_safety") == ["yes"]
        words = self.vocabulary.words(questionnaire, question, EVERYBODY if afraid else person.eagerness)
        return [words] if words else []

    def _chosen(self, questionnaire: Questionnaire, question: Question, person: Person) -> list[str]:
        luck = self.luck
        if question.alert and luck.random() * 1000 < ALERTING.get(question.key, USUALLY_ALERTING):
            return [luck.choice(question.alert)]
        calm = [option.value for option in question.choices if option.value not in question.alert]
        if question.kind is Kind.CHOICES:
            return self._several(calm)
        if question.outcomes:
            return [self._by_outcome(question, calm, person.content)]
        if question.key == "helped_by":
            often = HELPED[questionnaire.edition == "4-7"]
            return luck.choices(calm, (*often, *[1] * len(calm))[: len(calm)])
        return luck.choices(calm, _inclined(calm))

    def _decided(self, question: Question, *, positive: bool) -> str:
        outcomes = question.outcomes
        if outcomes is None:
            raise ValueError(f"'{question.key}' counts toward no measure")
        return self.luck.choice(outcomes.positive if positive else (*outcomes.neutral, *outcomes.negative))

    def _by_outcome(self, question: Question, calm: Sequence[str], content: float) -> str:
        content = min(max(content + LEANS.get(question.measure or "", 0), 0.03), 0.97)
        weights = {
            Outcome.POSITIVE: content,
            Outcome.NEUTRAL: (1 - content) * 0.55,
            Outcome.NEGATIVE: (1 - content) * 0.45,
            Outcome.NONE: 0.05,
        }
        meanings = {value: question.outcomes.of(value) if question.outcomes else Outcome.NONE for value in calm}
        spread = [weights[meaning] / list(meanings.values()).count(meaning) for meaning in meanings.values()]
        return self.luck.choices(list(meanings), spread)[0]

    def _several(self, calm: Sequence[str]) -> list[str]:
        undecided = [value for value in calm if value in UNDECIDED]
        if undecided and self.luck.random() < 0.1:
            return [self.luck.choice(undecided)]
        decided = [value for value in calm if value not in UNDECIDED]
        chosen = self.luck.sample(decided, min(len(decided), self.luck.choice((1, 2, 2, 3))))
        for pair in OPPOSITES:
            if pair <= set(chosen):
                chosen.remove(max(pair))
        return sorted(chosen, key=calm.index)


def _inclined(values: Sequence[str]) -> list[float]:
    """Earlier answers are chosen more often than later ones, and undecided ones seldom."""
    return [0.12 if value in UNDECIDED else 1 / (place + 1.5) for place, value in enumerate(values)]
