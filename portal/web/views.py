"""Reading: what everybody sent before one meeting, on one page that prints one page a person."""

import uuid

from flask import Blueprint, render_template
from flask_login import current_user

from portal.services.reading import open_views
from portal.web.guard import only_for

bp = Blueprint("views", __name__)
only_for(bp, "chair", "manager")


@bp.get("/staff/meetings/<uuid:meeting_id>/views")
def pack(meeting_id: uuid.UUID) -> str:
    """Show the pack of a meeting; every opening is written down."""
    return render_template("views/pack.html", pack=open_views(current_user, meeting_id))
