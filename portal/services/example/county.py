"""The invented county: its year, its teams, its people and its figures. Nobody and nothing here is real."""

from datetime import date, timedelta
from random import Random

SEED = 20250401
YEAR_BEGINS = date(2025, 4, 1)
YEAR_ENDS = date(2026, 3, 31)
# A week belongs to the quarter its Monday is in, and 1 April 2025 was a Tuesday: feedback begins a week later.
FEEDBACK_BEGINS = date(2025, 4, 7)

CONFERENCES_HELD = 1313
CONFERENCES_STOOD_DOWN = 97
REVIEWS_STOOD_DOWN = 61
# How many reviews were about one child, about two siblings, and so on: 1,396 meetings, 1,721 children.
SIBLINGS_AT_REVIEWS = {1: 1136, 2: 205, 3: 45, 4: 10}
# One county's published reviews of 2019/20, by participation code.
PARTICIPATION = {"PN0": 404, "PN1": 659, "PN2": 7, "PN3": 0, "PN4": 11, "PN5": 87, "PN6": 450, "PN7": 103}
# (audience, kind) and measure: how many forms, and how many of them say yes.
PARENT_FORMS, MET_CHAIR_BEFORE = 55, 45
PROFESSIONAL_FORMS, ABLE_TO_EXPRESS = 127, 118
CHILD_FORMS_REVIEWS, CHILD_FORMS_CONFERENCES = 178, 32

# Bank holidays of England in the year (https://www.gov.uk/bank-holidays), and the days between that nobody meets on.
CLOSED = frozenset(
    {
        date(2025, 4, 18),
        date(2025, 4, 21),
        date(2025, 5, 5),
        date(2025, 5, 26),
        date(2025, 8, 25),
        *(date(2025, 12, day) for day in range(24, 32)),
        date(2026, 1, 1),
    }
)

TEAMS = ("Ashcombe team", "Brackenford team", "Coastal team", "Dunmere team")
CHAIRS = (
    ("Farida Ashraf", "Glenn Tutton", "Morwenna Pascoe", "Joseph Adeyinka"),
    ("Siân Bevan", "Harpreet Dhaliwal", "Colette Marchbank", "Dominic Yeo"),
    ("Teresa Wojtas", "Alun Merrifield", "Grace Owusu-Banning", "Rory Kinnaird"),
    ("Nadia Haddou", "Patrick Selwood", "Bronagh Tierney", "Vikram Salunkhe"),
)
MANAGERS = ("Lorraine Peake", "Imran Chaudry", "Hester Quayle", "Oliver Staniforth")
COORDINATORS = (("Beth Ravenhill", 0), ("Tomasz Grabek", 1), ("Jean Purkiss", 3))
ADMINISTRATORS = (("Callum Abernethy", 0), ("Priya Venkataraman", 2))

# kind, name, working days before the meeting by which the report is shared, how often it is that type.
MEETING_TYPES = (
    ("review", "Review of a child in care", 5, 96),
    ("review", "Short breaks review", 5, 4),
    ("conference", "Initial child protection conference", 1, 34),
    ("conference", "Review child protection conference", 3, 58),
    ("conference", "Transfer-in conference", 1, 3),
    ("conference", "Pre-birth conference", 2, 3),
    ("conference", "Beyond Homes conference", 3, 2),
)
FORMATS = {"in_person": 48, "hybrid": 37, "online": 15}
STOOD_DOWN = {
    "conference": {
        "Report not shared with the family in time": 24,
        "Not quorate": 22,
        "Parent unable to attend": 19,
        "Request made too late": 11,
        "No interpreter": 9,
        "Chair unwell": 7,
        "Family moved to another area": 5,
    },
    "review": {
        "Social worker unwell": 20,
        "Young person asked for another day": 17,
        "Placement moved that week": 11,
        "Report not ready": 9,
        "Building closed by snow": 4,
    },
}


def dice(purpose: str) -> Random:
    """Return the chance by which one part of the county is invented: the same each time."""
    return Random(f"{SEED} {purpose}")  # noqa: S311  # invented data, no secret


def working_days(first: date, last: date) -> list[date]:
    """Return the weekdays from the first day to the last on which the county meets."""
    span = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in CLOSED]
