"""A file's columns matched with our fields, its first rows tried, and the file sent on its way."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, redirect, request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as files
from services.ingestion.api.batch_posts import refusals
from services.ingestion.api.batch_results import note_reading
from services.ingestion.batches import Batches
from services.ingestion.pages.chosen import (
    Chosen,
    ChosenFields,
    by_hand,
    chosen_profile,
    usual_profile,
)
from services.ingestion.pages.language import current_reader, msgid
from services.ingestion.pages.matching import choices
from services.ingestion.pages.naming import labels
from services.ingestion.pages.rendering import respond
from services.ingestion.pages.showing import HTML, KINDS, onward
from services.ingestion.pages.trying import REFUSALS, said, tried
from services.ingestion.pages.uploads import PROVIDERS, SENDING
from services.ingestion.profiles import keeping
from services.ingestion.store import Batch
from shared.web.access import allow, caller
from shared.web.problem import Problem
from shared.web.sessions import by_session

_FORM = {
    "required": True,
    "content": {"application/x-www-form-urlencoded": {"schema": ChosenFields}},
}


def blueprint(batches: Batches) -> Blueprint:
    """/uploads/<id>/columns."""
    routes = Blueprint("columns", __name__, description="Pages for uploads")

    @routes.route("/uploads/<batch_id>/columns")
    class Columns(MethodView):
        @allow(*PROVIDERS, scope=SENDING)
        @by_session
        @routes.response(200, HTML, content_type="text/html")
        @routes.alt_response(303, description="the file is on its way already")
        @routes.alt_response(409, description="the batch's content is gone")
        def get(self, batch_id: str) -> Any:
            """What the columns seem to be, and what the first rows would become."""
            batch = _found(batches, batch_id)
            if batch.state != "open":
                return _elsewhere(batch_id)
            chosen, like = Chosen.asked(request.args), request.args.get("like", "")
            with refusals(batches, batch_id):
                if like:
                    chosen = by_hand(batches, caller().organisation, batch, like)
                elif chosen.profile is None:
                    chosen = Chosen(usual_profile(batches, caller().organisation, batch))
            return _page(batches, batch, chosen)

        @allow(*PROVIDERS, scope=SENDING)
        @by_session
        @routes.doc(requestBody=_FORM)
        @routes.response(200, HTML, content_type="text/html")
        @routes.alt_response(303, description="the file is on its way")
        @routes.alt_response(409, description="the batch takes no columns any more")
        def post(self, batch_id: str) -> Any:
            """Show the first rows with a choice, check all rows, or send the file."""
            batch = _found(batches, batch_id)
            if batch.state != "open":
                return _elsewhere(batch_id)
            chosen = Chosen.posted(request.form)
            if chosen.action == "preview":
                return _page(batches, batch, chosen)
            with refusals(batches, batch_id):
                refused = _prepared(batches, batch, chosen)
            if refused:
                return _page(batches, batch, chosen, refused)
            return redirect(_sent(batches, batch, chosen), 303)

    return routes


def _found(batches: Batches, batch_id: str) -> Batch:
    with refusals(batches, batch_id):
        return files.find(batches, caller().organisation, batch_id)


def _elsewhere(batch_id: str) -> Any:
    """To what became of a file that was sent, also by whoever pressed the button twice."""
    return redirect(url_for("upload.Upload", batch_id=batch_id, **onward()), 303)


def _prepared(batches: Batches, batch: Batch, chosen: Chosen) -> list[str]:
    """Give the batch the profile that was chosen; what is wrong with the choice."""
    organisation = caller().organisation
    try:
        name = chosen_profile(batches, organisation, batch, chosen)
        files.give_profile(batches, organisation, batch.id, name, chosen.as_of)
    except REFUSALS as error:
        return said(batch, error)
    except keeping.OtherVersion as error:
        raise Problem("conflict") from error
    return []


def _sent(batches: Batches, batch: Batch, chosen: Chosen) -> str:
    """Start the batch, or a trial with its content; where to watch it."""
    organisation = caller().organisation
    with refusals(batches, batch.id):
        if chosen.action == "try":
            trial = files.try_out(batches, organisation, batch.id)
            return url_for("upload.Upload", batch_id=trial.id, of=batch.id, **onward())
        files.complete(batches, organisation, batch.id)
    return url_for("upload.Upload", batch_id=batch.id, **onward())


def _page(batches: Batches, batch: Batch, chosen: Chosen, refused: Sequence[str] = ()) -> Response:
    reader = current_reader()
    with refusals(batches, batch.id):
        trial = tried(batches, batch, chosen)
    note_reading(batches, batch.id, len(trial.rows))
    return respond(
        "columns.html",
        status=422 if refused else 200,
        batch=batch,
        chosen=chosen,
        kinds=KINDS,
        profiles=_profiles(batches, batch),
        choices=choices(batch.kind, reader.language),
        trial=trial,
        faults=list(dict.fromkeys([*refused, *trial.faults])),
    )


def _profiles(batches: Batches, batch: Batch) -> Mapping[str, dict[str, str]]:
    """Heading -> names of the profiles for such records -> the columns that they read.

    Our template's columns bear our fields' names, which people know by their labels.
    """
    named = labels(batch.kind, current_reader().language)
    own = keeping.own_profiles(batches.door.engine, caller().organisation)
    groups = {msgid("Your own"): own, msgid("Of the system"): keeping.all_shipped()}
    return {
        heading: {
            kept.profile.name: ", ".join(
                named.get(name, name) if name in kept.profile.layout.names else name
                for name in sorted(kept.profile.columns())
            )
            for kept in kept_profiles
            if kept.profile.kind == batch.kind
        }
        for heading, kept_profiles in groups.items()
    }
