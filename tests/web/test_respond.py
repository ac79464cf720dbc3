"""The journey of somebody who answers, for every edition: code, questions, check, send, thank you."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update

from forms.library import library
from forms.schema import WRITING, Questionnaire
from portal.codes import readable
from portal.extensions import db
from portal.models import (
    Concern,
    Contribution,
    ContributionAnswer,
    ContributionComment,
    Draft,
    Feedback,
    FeedbackComment,
    Invitation,
    SealedFeedback,
)
from portal.services.sealed import release
from tests.factories import make_invitation, make_meeting, today
from tests.inspecting_client import InspectingClient
from tests.respondent import WORDS, Respondent, edition

AGES = {"4-7": 5, "8-11": 9, "8-17": 9, "12-17": 14}
WALKED = [questionnaire.slug for questionnaire in library().newest_of_each() if not questionnaire.one_page]


def invitation_to(questionnaire: Questionnaire) -> Invitation:
    """Make an invitation that opens this edition today."""
    kind = "conference" if questionnaire.meeting == "conference" else "review"
    days = 7 if questionnaire.stage == "before" else -7
    adult = "foster_carer" if questionnaire.edition == "foster-carer" else "mother"
    meeting = make_meeting(
        kind, ages=[AGES.get(questionnaire.edition, 9)], adults=[adult], held_on=today() + timedelta(days=days)
    )
    return make_invitation(meeting, questionnaire.audience.value)


@pytest.fixture
def child(client: InspectingClient) -> Respondent:
    """A child of nine with a code for a review next week."""
    return Respondent(client, invitation_to(edition("child-before-review-8-11")).code)


@pytest.fixture
def asked() -> Questionnaire:
    """What that child is asked."""
    return edition("child-before-review-8-11")


def page_of(questionnaire: Questionnaire, kind: str) -> tuple[int, str]:
    """Return the number of the first page with a question of a kind that is always asked, and its key."""
    return next(
        (number, question.key)
        for number, page in enumerate(questionnaire.pages, start=1)
        for question in page.asking
        if question.kind == kind and question.only_if is None
    )


@pytest.mark.parametrize("slug", WALKED)
def test_every_edition_can_be_answered_from_code_to_thank_you(client: InspectingClient, slug: str) -> None:
    questionnaire = edition(slug)
    person = Respondent(client, invitation_to(questionnaire).code)

    assert person.get().status_code == 200
    person.answer_all(questionnaire)
    shown = person.get("/check").text
    sent = person.post("/send")

    assert sent.status_code == 200
    assert WORDS in shown or not any(question.kind in WRITING for question in questionnaire.by_key.values())
    if questionnaire.stage == "after":
        assert release() == 1
    lane: type[Contribution] | type[Feedback] = Contribution if questionnaire.stage == "before" else Feedback
    kept = db.session.execute(select(lane.questionnaire, lane.version, lane.language)).one()
    assert (kept.questionnaire, kept.version, kept.language) == (slug, questionnaire.version, "en")


def test_the_answers_and_words_are_kept_as_they_were_given(child: Respondent, asked: Questionnaire) -> None:
    child.send_all(asked)

    answers = {row.question: row.value for row in db.session.query(ContributionAnswer)}
    comments = {row.question: row.words for row in db.session.query(ContributionComment)}
    chosen = {key: q.choices[0].value for key, q in asked.by_key.items() if q.choices and q.only_if is None}
    assert chosen.items() <= answers.items()
    assert set(comments.values()) == {WORDS}


def test_nothing_is_kept_in_the_browser_before_the_first_question(child: Respondent) -> None:
    opened = child.get()
    assert "Set-Cookie" not in opened.headers
    assert child.client.get("/").headers.getlist("Set-Cookie") == []

    cookie = child.start().headers["Set-Cookie"]
    assert f"Path={child.at};" in cookie + ";"
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_a_draft_is_unreadable_in_the_database(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.start()
    child.post(f"/{number}", {key: "A very secret thing"})

    raw = db.session.execute(text("SELECT id, body FROM drafts")).one()
    token = child.client.get_cookie("heard", path=child.at)
    assert token is not None
    assert b"secret thing" not in bytes(raw.body)
    assert token.value.encode() not in bytes(raw.id) + bytes(raw.body)


def test_a_page_shows_what_was_given_on_it_before(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.start()
    child.post(f"/{number}", {key: "I said <b>this</b> & that"})

    assert "I said &lt;b&gt;this&lt;/b&gt; &amp; that</textarea>" in child.get(f"/{number}").text


def test_two_people_never_see_each_others_answers_on_the_same_page(
    app: Flask, child: Respondent, asked: Questionnaire
) -> None:
    number, key = page_of(asked, "long")
    other = Respondent(cast("InspectingClient", app.test_client()), invitation_to(asked).code)
    for person, words in ((child, "mine alone"), (other, "only theirs")):
        person.start()
        person.post(f"/{number}", {key: words})

    assert "only theirs" not in child.get(f"/{number}").text
    assert "mine alone" not in other.get(f"/{number}").text


def test_a_page_can_be_skipped_and_an_answer_taken_back(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.start()
    child.post(f"/{number}", {key: "I take this back"})
    assert child.post(f"/{number}/skip").status_code == 303

    assert "I take this back" not in child.get("/check").text


def test_changing_an_answer_leads_back_to_the_check(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.answer_all(asked)

    changed = child.post(f"/{number}?from=check", {key: "Changed my mind"})
    assert changed.headers["Location"] == f"{child.at}/check"
    assert "Changed my mind" in child.get("/check").text


def test_a_question_that_is_not_asked_any_more_is_not_sent(child: Respondent) -> None:
    asked = edition("child-before-review-8-11")
    later = next(question for question in asked.by_key.values() if question.only_if)
    assert later.only_if is not None
    first = asked.by_key[later.only_if.question]
    number = next(n for n, page in enumerate(asked.pages, start=1) if first in page.questions)
    child.answer_all(asked, {first.key: later.only_if.values[0]})
    other = next(option.value for option in first.choices if option.value not in later.only_if.values)
    child.post(f"/{number}?from=check", {first.key: other})
    child.post("/send")

    kept = {row.question for row in db.session.query(ContributionComment)}
    kept |= {row.question for row in db.session.query(ContributionAnswer)}
    assert first.key in kept
    assert later.key not in kept


def test_sending_twice_keeps_one_response(child: Respondent, asked: Questionnaire) -> None:
    assert child.send_all(asked).status_code == 200
    again = child.post("/send")

    assert again.headers["Location"] == f"{child.at}/thanks"
    assert child.get("/thanks").status_code == 200
    assert db.session.query(Contribution).count() == 1


def test_feedback_from_a_second_browser_with_the_same_code_is_not_counted_again(app: Flask) -> None:
    questionnaire = edition("child-after-8-17")
    code = invitation_to(questionnaire).code
    first, second = (Respondent(cast("InspectingClient", app.test_client()), code) for _ in range(2))
    first.answer_all(questionnaire)
    second.answer_all(questionnaire)
    assert first.post("/send").status_code == 200
    assert second.post("/send").headers["Location"] == f"/{code}/thanks"

    assert release() == 1
    assert first.get().status_code == 410


def test_the_copy_is_shown_once_and_never_again(child: Respondent, asked: Questionnaire) -> None:
    assert WORDS in child.send_all(asked).text

    for path in ("/thanks", "", "/check", "/1"):
        answer = child.get(path)
        assert WORDS not in answer.text
        assert WORDS not in child.client.get(answer.headers.get("Location", child.at)).text


def test_a_code_opened_again_offers_to_add_but_never_to_read(child: Respondent, asked: Questionnaire) -> None:
    child.send_all(asked)
    child.post("/finish")

    assert WORDS not in child.get().text
    assert child.send_all(asked).status_code == 200
    assert db.session.query(Contribution).count() == 2


def test_words_come_back_when_the_draft_has_run_out(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.start()
    db.session.execute(update(Draft).values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    db.session.commit()

    back = child.post(f"/{number}", {key: "Do not lose me"})
    assert back.status_code == 200
    assert "Do not lose me" in back.text
    assert child.post(f"/{number}", {key: "Do not lose me"}).status_code == 303
    assert "Do not lose me" in child.get("/check").text


def test_every_answer_comes_back_when_the_draft_is_gone_at_the_check(child: Respondent, asked: Questionnaire) -> None:
    child.answer_all(asked)
    page = child.get("/check")
    fields = hidden_fields(page.text)
    child.client.delete_cookie("heard", path=child.at)

    back = child.post("/send", fields)
    assert WORDS in back.text
    assert db.session.query(Contribution).count() == 0
    assert child.post("/send").status_code == 200
    assert db.session.query(ContributionComment).count() == len([name for name in fields if fields[name] == [WORDS]])


def hidden_fields(page: str) -> dict[str, list[str]]:
    """Return every hidden field of a page."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.parametrize(
    "words",
    [
        "\x00null\x00",
        "right\u202eleft",
        "🐶" * 50,
        "e\u0301" * 40,
        "\ud800".encode("utf-8", "replace").decode(),
        "a\r\nb",
    ],
    ids=["null bytes", "overrides", "pictures", "marks", "half a pair", "lines"],
)
def test_odd_words_are_kept(child: Respondent, asked: Questionnaire, words: str) -> None:
    number, key = page_of(asked, "long")
    child.start()
    assert child.post(f"/{number}", {key: words}).status_code == 303
    assert child.post("/send").status_code == 200

    kept = db.session.query(ContributionComment).one().words
    assert kept == words.replace("\x00", "").replace("\r\n", "\n")


@pytest.mark.parametrize("words", ["²²²²-²²-²²", "1-23-56-89", "2026-99-99", "٢٠٢٦-٠٣-٠٣"])
def test_words_that_look_like_a_date_are_words(child: Respondent, asked: Questionnaire, words: str) -> None:
    child.start()
    number, key = page_of(asked, "long")
    child.post(f"/{number}", {key: words})

    assert words in child.get(f"/{number}").text
    assert words in child.get("/check").text


def test_words_that_are_too_long_are_kept_with_a_kind_sentence(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "long")
    child.start()
    answer = child.post(f"/{number}", {key: "long " * 1001})

    assert answer.status_code == 422
    assert "Your words are still here" in answer.text
    assert "long " * 1000 in answer.text


@pytest.mark.parametrize("kind", ["choice", "yesno", "choices", "faces", "scale"])
def test_a_choice_that_was_not_offered_is_refused(client: InspectingClient, kind: str) -> None:
    questionnaire, number, key = next(
        (one, number, question.key)
        for one in library().newest_of_each()
        for number, page in enumerate(one.pages, start=1)
        for question in page.asking
        if question.kind == kind and question.only_if is None and not one.one_page
    )
    person = Respondent(client, invitation_to(questionnaire).code)
    person.start()

    answer = person.post(f"/{number}", {key: "drop table"})
    assert answer.status_code == 422
    assert "answers on this page" in answer.text


def test_two_answers_to_a_question_with_one_are_refused(child: Respondent, asked: Questionnaire) -> None:
    number, key = page_of(asked, "choice")
    child.start()
    values = [option.value for option in asked.by_key[key].choices[:2]]

    assert child.post(f"/{number}", {key: values}).status_code == 422


def test_ten_thousand_fields_change_nothing(child: Respondent) -> None:
    child.start()
    answer = child.post("/1", {f"field{number}": "x" for number in range(10_000)})

    assert answer.status_code < 500
    assert child.get("/check").status_code == 200


def test_a_megabyte_is_too_much(child: Respondent) -> None:
    child.start()
    assert child.post("/1", {"a": "x" * 1_000_000}).status_code == 413


@pytest.mark.parametrize("path", ["/0", "/99", "/999999999999999999999", "/-1", "/3/4", "/nothing"])
def test_a_page_that_is_not_there_is_a_kind_404(child: Respondent, path: str) -> None:
    child.start()
    assert child.get(path).status_code == 404


def test_nothing_can_be_sent_when_nothing_was_answered(child: Respondent) -> None:
    child.start()
    answer = child.post("/send")

    assert answer.status_code == 422
    assert db.session.query(Contribution).count() == 0


def test_leaving_forgets_the_draft_and_goes_somewhere_neutral(child: Respondent, asked: Questionnaire) -> None:
    child.answer_all(asked)
    left = child.post("/leave")

    assert left.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert "heard=;" in left.headers["Set-Cookie"]
    assert db.session.query(Draft).count() == 0
    assert child.get("/1").headers["Location"] == child.at


def test_another_sites_page_cannot_press_a_button(child: Respondent) -> None:
    child.start()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert child.client.post(f"{child.at}/send", headers=headers).status_code == 403


def alerting(questionnaire: Questionnaire) -> tuple[str, str, int]:
    """Return the first question that alerts, the value that does, and its page."""
    return next(
        (question.key, question.alert[0], number)
        for number, page in enumerate(questionnaire.pages, start=1)
        for question in page.asking
        if question.alert and question.only_if is None
    )


def test_an_alerting_answer_brings_help_at_once_and_a_concern_when_sent(
    child: Respondent, asked: Questionnaire
) -> None:
    key, value, number = alerting(asked)
    child.start()
    after = child.client.get(child.post(f"/{number}", {key: value}).headers["Location"]).text
    assert "0800 1111" in after.split('<form method="post" novalidate>')[0]
    assert db.session.query(Concern).count() == 0

    child.post("/send")
    concern = db.session.query(Concern).one()
    assert concern.invitation_id == db.session.query(Invitation).one().id
    assert asked.by_key[key].label in concern.words


def test_one_press_tells_somebody_now_and_only_once(child: Respondent, asked: Questionnaire) -> None:
    key, value, number = alerting(asked)
    child.start()
    child.post(f"/{number}", {key: value})
    assert child.post("/tell").status_code == 200
    child.post("/tell")
    child.post("/send")

    assert db.session.query(Concern).count() == 1


def test_whoever_gives_anonymous_feedback_may_say_who_they_are_and_no_answer_goes_along(
    client: InspectingClient,
) -> None:
    questionnaire = edition("child-after-8-17")
    key, value, number = alerting(questionnaire)
    person = Respondent(client, invitation_to(questionnaire).code)
    person.start()
    after = person.client.get(person.post(f"/{number}", {key: value}).headers["Location"]).text
    assert "we will know who you are" in after

    person.post("/tell")
    concern = db.session.query(Concern).one()
    assert concern.invitation_id == db.session.query(Invitation).one().id
    assert questionnaire.by_key[key].label not in concern.words


def test_a_rooms_code_is_nobodys_and_tells_of_nobody(client: InspectingClient) -> None:
    questionnaire = edition("child-after-8-17")
    meeting = make_meeting(held_on=today() - timedelta(days=7))
    person = Respondent(client, make_invitation(meeting, "child", child=None, shared=True).code)
    key, value, number = alerting(questionnaire)
    person.start()
    after = person.client.get(person.post(f"/{number}", {key: value}).headers["Location"]).text

    assert "0800 1111" in after
    assert "/tell" not in after
    assert person.post("/tell").status_code == 404
    assert db.session.query(Concern).count() == 0


def test_an_answer_that_does_not_alert_raises_nothing(child: Respondent, asked: Questionnaire) -> None:
    calm = {q.key: next(o.value for o in q.choices if o.value not in q.alert) for q in asked.by_key.values() if q.alert}
    child.send_all(asked, calm)

    assert db.session.query(Concern).count() == 0


def test_a_whole_sending_is_one_transaction_of_at_most_eight_statements(
    child: Respondent, asked: Questionnaire
) -> None:
    key, value, _ = alerting(asked)
    child.answer_all(asked, {key: value})
    statements: list[str] = []
    commits: list[object] = []
    engine = db.engine

    def saw(connection: object, cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    def committed(connection: object) -> None:
        commits.append(connection)

    event.listen(engine, "before_cursor_execute", saw)
    event.listen(engine, "commit", committed)
    try:
        assert child.post("/send").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", saw)
        event.remove(engine, "commit", committed)

    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 8, statements
    assert len(commits) == 1


def test_a_professional_answers_on_one_page(client: InspectingClient) -> None:
    questionnaire = edition("professional-after-all")
    person = Respondent(client, invitation_to(questionnaire).code)
    answer = person.fill_one_page(questionnaire)

    assert answer.status_code == 200
    assert "Thank you" in answer.text
    assert release() == 1
    assert {row.words for row in db.session.query(FeedbackComment)} == {WORDS}


def test_a_professionals_second_press_is_the_same_feedback(client: InspectingClient) -> None:
    questionnaire = edition("professional-after-all")
    person = Respondent(client, invitation_to(questionnaire).code)
    fields = hidden_fields(person.get().text)
    key = next(q.key for q in questionnaire.by_key.values() if q.choices)
    fields[key] = [questionnaire.by_key[key].choices[0].value]

    assert person.post("", fields).status_code == 200
    again = person.post("", fields)
    assert again.headers["Location"] == f"{person.at}/thanks"
    assert person.get("/thanks").status_code == 200
    assert db.session.query(SealedFeedback).count() == 1


def test_two_professionals_without_the_pages_key_are_two(client: InspectingClient) -> None:
    questionnaire = edition("professional-after-all")
    person = Respondent(client, invitation_to(questionnaire).code)
    key = next(q.key for q in questionnaire.by_key.values() if q.choices)

    for _number in range(2):
        assert person.post("", {key: questionnaire.by_key[key].choices[0].value}).status_code == 200
    assert db.session.query(SealedFeedback).count() == 2


def test_a_professionals_mistake_keeps_what_was_written(client: InspectingClient) -> None:
    questionnaire = edition("professional-after-all")
    person = Respondent(client, invitation_to(questionnaire).code)
    choice = next(q.key for q in questionnaire.by_key.values() if q.choices)
    written = next(q.key for q in questionnaire.by_key.values() if q.kind in WRITING)
    answer = person.post("", {choice: "no such", written: "Keep these words", "sending": "x"})

    assert answer.status_code == 422
    assert "Keep these words" in answer.text
    assert person.post("", {"sending": "x"}).status_code == 422
    assert db.session.query(SealedFeedback).count() == 0


def test_the_address_bar_tells_nothing_of_what_is_asked(child: Respondent, asked: Questionnaire) -> None:
    child.start()
    title = child.get("/1").text.split("<title>")[1].split("</title>")[0]

    assert title.startswith("Question 1 of")
    assert asked.pages[0].heading not in title


def test_every_spelling_of_a_code_leads_to_one_address(child: Respondent) -> None:
    spelled = readable(child.code).lower()
    answer = child.client.get(f"/{spelled}")

    assert (answer.status_code, answer.headers["Location"]) == (307, child.at)
