"""The page on which a chair reads what everybody sent."""

from tests.conftest import SignIn
from tests.factories import make_concern, make_contribution, make_invitation, make_meeting
from tests.inspecting_client import InspectingClient


def test_a_chair_reads_the_pack_with_its_concern_and_its_language(sign_in: SignIn) -> None:
    meeting = make_meeting(ages=(9, 2), adults=("mother", "father"))
    child = next(child for child in meeting.children if child.age == 9)
    invitation = make_invitation(meeting, child=child)
    make_contribution(
        invitation,
        "child-before-review-8-11",
        answers={"safe_where_i_live": "not_at_all", "helped_by": "foster_carer"},
        comments={"private_words": "<b>Dont</b> tell Mum\n  please", "meeting_wishes": "nope"},
        language="ar",
    )
    concern = make_concern(meeting.team, "Not safe", invitation=invitation)

    page = sign_in(staff=meeting.chair).get(f"/staff/meetings/{meeting.id}/views").text

    assert (
        '<blockquote class="words" dir="auto" lang="ar">&lt;b&gt;Dont&lt;/b&gt; tell Mum\n  please</blockquote>' in page
    )
    assert "For the chair alone" in page
    assert "Who helped: My foster carer" in page
    assert f"/staff/concerns/{concern.id}" in page
    assert page.index("Look at this first") < page.index("nope")
    assert "under 4, is not asked" in page
    assert "Has not sent anything" in page


def test_a_manager_sees_that_something_was_private_without_the_words(sign_in: SignIn) -> None:
    meeting = make_meeting()
    make_contribution(
        make_invitation(meeting), "child-before-review-8-11", answers={}, comments={"private_words": "Dont tell Mum"}
    )

    page = sign_in("manager", meeting.team).get(f"/staff/meetings/{meeting.id}/views").text

    assert "Said to the chair alone." in page
    assert "Dont tell Mum" not in page


def test_every_kind_of_answer_can_be_read(sign_in: SignIn) -> None:
    meeting = make_meeting("conference", ages=(14,))
    make_contribution(
        make_invitation(meeting),
        "child-before-conference-12-17",
        answers={"how_safe": "7", "how_told": "advocate"},
        comments={},
    )

    page = sign_in(staff=meeting.chair).get(f"/staff/meetings/{meeting.id}/views").text

    assert "7 out of 10" in page
    assert "I want an advocate" in page


def test_a_meeting_to_which_nobody_sent_anything_says_so(sign_in: SignIn) -> None:
    meeting = make_meeting()

    page = sign_in(staff=meeting.chair).get(f"/staff/meetings/{meeting.id}/views").text

    assert "Nobody has sent anything for this meeting yet." in page


def test_strangers_to_a_meeting_are_turned_away(sign_in: SignIn, client: InspectingClient) -> None:
    meeting = make_meeting()
    address = f"/staff/meetings/{meeting.id}/views"

    assert client.get(address).status_code == 302
    assert sign_in("chair", meeting.team).get(address).status_code == 404
    assert sign_in("manager").get(address).status_code == 404
    assert sign_in("coordinator", meeting.team).get(address).status_code == 403
    assert sign_in("administrator", meeting.team).get(address).status_code == 403
