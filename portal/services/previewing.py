"""Makes what it takes to look at one questionnaire: a meeting nobody has, and a code that opens it."""

import uuid
from datetime import UTC, date, datetime, timedelta

from forms.schema import Audience, MeetingKind, Questionnaire, Stage
from portal.codes import code_hash, new_code
from portal.extensions import db
from portal.models import (
    Adult,
    AgeBand,
    Child,
    Invitation,
    Meeting,
    MeetingFormat,
    MeetingStatus,
    MeetingType,
    Staff,
    Team,
)


def make_preview(questionnaire: Questionnaire, today: date) -> str:
    """Keep an invented meeting in the database, which should be an empty one; return a code that opens a questionnaire.

    The newest version of the questionnaire's edition is what opens.
    """
    meeting = _meeting(questionnaire, today)
    code = new_code()
    invitation = Invitation(
        meeting=meeting,
        audience=questionnaire.audience.value,
        shared=questionnaire.audience is Audience.PROFESSIONAL,
        code=code,
        code_hash=code_hash(code),
        created_at=datetime.now(UTC),
    )
    if questionnaire.audience is Audience.CHILD:
        age = int(questionnaire.edition.partition("-")[0])
        invitation.child = Child(meeting=meeting, case_reference="PREVIEW", age=age, age_band=AgeBand.of(age))
    if questionnaire.audience is Audience.PARENT:
        role = "foster_carer" if questionnaire.edition == "foster-carer" else "mother"
        invitation.adult = Adult(meeting=meeting, role=role)
    db.session.add(invitation)
    db.session.commit()
    return code


def _meeting(questionnaire: Questionnaire, today: date) -> Meeting:
    before = questionnaire.stage is Stage.BEFORE
    kind = "conference" if questionnaire.meeting is MeetingKind.CONFERENCE else "review"
    chair = Staff(email="chair@preview.example", name="Sam Example", fs_uniquifier=uuid.uuid4().hex, active=False)
    return Meeting(
        type=MeetingType(name="Preview", kind=kind),
        team=Team(name="Preview"),
        chair=chair,
        held_on=today + timedelta(days=7 if before else -1),
        format=MeetingFormat.IN_PERSON,
        status=MeetingStatus.PLANNED if before else MeetingStatus.HELD,
        created_at=datetime.now(UTC),
    )
