"""What a printed sheet says, in five voices. One code serves before and after, so each says both."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.models import AgeBand, Invitation

VOICES = {AgeBand.FROM_4: "little", AgeBand.FROM_8: "young", AgeBand.FROM_12: "teen"}


@dataclass(frozen=True)
class Words:
    """The words of one sheet: what this is, who reads it, how to leave, what stands at the date."""

    title: str
    lead: tuple[str, ...]
    readers: tuple[str, ...]
    leaving: str
    scan: str
    meeting: str
    chair: str


def voice_of(invitation: Invitation) -> str:
    """Return in whose words a sheet speaks: little, young, teen, parent or professional."""
    if invitation.child:
        return VOICES.get(invitation.child.age_band, "teen")
    return "parent" if invitation.adult else "professional"


def words_for(invitation: Invitation, reading_days: int) -> Words:
    """Return the words of an invitation's sheet, in the language that is spoken now."""
    meeting = invitation.meeting
    return WORDS[voice_of(invitation)](meeting.chair.name, meeting.type.kind == "review", reading_days)


def _little(chair: str, review: bool, reading_days: int) -> Words:
    return Words(
        title=_("We want to hear from you"),
        lead=(
            _("There is a meeting to help you and your family. What you think matters to us."),
            _("Before the meeting, tell us how you feel. After the meeting, tell us how it was."),
            _("A grown-up you trust can help you. You can skip anything."),
        ),
        readers=(
            _("Before the meeting, %(chair)s reads what you say.", chair=chair),
            _("After the meeting, nobody will know that it was you."),
            _("If someone is hurting you, we have to tell a grown-up who can help. Nobody reads this at night."),
        ),
        leaving=_("You can stop at any time. Press the red button at the top: it takes you to a different page."),
        scan=_("Ask a grown-up to scan this with a phone"),
        meeting=_("Your meeting"),
        chair=_("Who looks after the meeting"),
    )


def _young(chair: str, review: bool, reading_days: int) -> Words:
    return Words(
        title=_("Tell us what you think"),
        lead=(
            _("People are meeting to talk about how things are for you. They need to know what you think."),
            _("Before the meeting, you can tell us what is going well and what is not. Use the same code "
              "after the meeting to tell us how it went."),
            _("You choose what to say. You can skip any question, and somebody you trust can help you."),
        ),
        readers=(
            _("Before the meeting, %(chair)s reads it, and may talk about it at the meeting. What you put under "
              "“private” is only for %(chair)s.", chair=chair),
            ngettext(
                "After the meeting, nobody is told that it was you. One person on our team reads it within "
                "%(num)d working day. It is never the person who ran your meeting.",
                "After the meeting, nobody is told that it was you. One person on our team reads it within "
                "%(num)d working days. It is never the person who ran your meeting.", reading_days),
            _("If you or somebody else may be hurt, we have to tell people who can help. Nobody reads this at night "
              "or at weekends, so if you need help now, ring."),
        ),
        leaving=_("Press “Leave this page” at the top, and a different website opens at once. What you have not sent "
                  "is thrown away."),
        scan=_("Scan this with a phone or a tablet"),
        meeting=_("Your review meeting") if review else _("The meeting about you and your family"),
        chair=_("Your reviewing officer (IRO)") if review else _("Who runs the meeting"),
    )  # fmt: skip


def _teen(chair: str, review: bool, reading_days: int) -> Words:
    return Words(
        title=_("Your meeting, your say"),
        lead=(
            _("A meeting is coming up where decisions about you are made. This is your way to be heard in it."),
            _("Before the meeting, say what you want the people there to know. The same code works afterwards, to "
              "say how it was."),
            _("It is up to you what you answer. Skip a question, or a whole part."),
        ),
        readers=(
            _("Before the meeting, %(chair)s reads what you send and may bring it up there, except what you put "
              "under “private”. It becomes part of your record.", chair=chair),
            ngettext(
                "After the meeting it is anonymous: no name, no code, no time. Somebody who did not chair it reads "
                "comments within %(num)d working day.",
                "After the meeting it is anonymous: no name, no code, no time. Somebody who did not chair it reads "
                "comments within %(num)d working days.", reading_days),
            _("If somebody may be getting hurt, we have to pass that on. Nobody is watching at night or at weekends, "
              "so if you need help now, ring."),
        ),
        leaving=_("“Leave this page” at the top swaps it for an ordinary website at once, and so does pressing Shift "
                  "three times. What you have not sent is thrown away. Your browser’s history is not."),
        scan=_("Scan this with your phone"),
        meeting=_("Your review meeting") if review else _("The meeting about you and your family"),
        chair=_("Your independent reviewing officer (IRO)") if review else _("Who chairs the meeting"),
    )  # fmt: skip


def _parent(chair: str, review: bool, reading_days: int) -> Words:
    return Words(
        title=_("Your views on the meeting"),
        lead=(
            _("You know the child this meeting is about. Please tell us how you see things, and what would help."),
            _("Before the meeting, this code opens a form for your views and for what you need on the day. After the "
              "meeting, the same code asks how it was for you. It takes a few minutes."),
            _("You can skip any question. This code is yours alone: please do not share it."),
        ),
        readers=(
            _("Before the meeting, %(chair)s reads what you send. Nobody else in the family is shown it. Apart from "
              "what you mark for the chair alone, it may be talked about at the meeting and is kept on the child’s "
              "record.", chair=chair),
            ngettext(
                "After the meeting, your answers are anonymous. A duty reader, never the chair, reads comments "
                "within %(num)d working day.",
                "After the meeting, your answers are anonymous. A duty reader, never the chair, reads comments "
                "within %(num)d working days.", reading_days),
            _("If what you write shows that somebody may be harmed, we have to act on it. Nobody watches this at "
              "night or at weekends."),
        ),
        leaving=_("“Leave this page” at the top of every page opens an ordinary website at once, and so does pressing "
                  "Shift three times. What you have not sent is thrown away. Your browser’s history is not."),
        scan=_("Scan this with a phone or a tablet"),
        meeting=_("The review meeting") if review else _("The meeting"),
        chair=_("Chair of the meeting"),
    )  # fmt: skip


def _professional(chair: str, review: bool, reading_days: int) -> Words:
    return Words(
        title=_("How was the meeting?"),
        lead=(
            _("This is for professionals who took part, in the room or online. It is one page and takes about two "
              "minutes."),
            _("The code opens on the day of the meeting. Everybody in the room uses the same one."),
            _("Families have codes of their own, on sheets of their own. Please do not give them this one."),
        ),
        readers=(
            _("No name is asked or kept, and nothing shows who used the code."),
            ngettext(
                "A duty reader, never the chair, reads comments within %(num)d working day.",
                "A duty reader, never the chair, reads comments within %(num)d working days.", reading_days),
            _("Chairs and managers see totals, and only once at least five people have answered."),
            _("It is not a way to report harm. If a child may be at risk, follow your safeguarding procedures now."),
        ),
        leaving=_("“Leave this page” at the top opens an ordinary website at once. What you have not sent is thrown "
                  "away."),
        scan=_("Scan this with your phone"),
        meeting=_("The meeting"),
        chair=_("Chair"),
    )  # fmt: skip


WORDS = {"little": _little, "young": _young, "teen": _teen, "parent": _parent, "professional": _professional}
