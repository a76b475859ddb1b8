"""/v1/alerts: rules about published figures, for policymakers; each sees its own, operators all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Connection, Row

from services.reporting.alerts import handlers, register
from services.reporting.alerts.answers import alert_page, kept_alert
from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.handlers import NothingToTell, TooMany
from services.reporting.alerts.rules import Rule
from services.reporting.alerts.schemas import (
    AlertDeliveryPageSchema,
    AlertDeliverySchema,
    AlertPageSchema,
    AlertSchema,
    CheckedAlertSchema,
    KeptAlertSchema,
    NewAlertSchema,
)
from services.reporting.window import Window
from shared.access import Role
from shared.db.engine import transaction
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.idempotency import once
from shared.web.problem import Problem
from shared.webhooks.addresses import Reach
from shared.webhooks.answers import delivery_page, kept_delivery
from shared.webhooks.schemas import LARGEST_ID, PageArgs

_BODY = {"required": True, "content": {"application/json": {"schema": AlertSchema}}}
_ROLES = (Role.POLICYMAKER, Role.OPERATOR)


def blueprint(window: Window, reach: Reach) -> Blueprint:
    """Alerts whose messages may go where `reach` says."""
    routes = Blueprint("alerts", __name__, url_prefix="/v1", description="Alerts")

    @routes.route("/alerts")
    class Alerts(MethodView):
        @allow(*_ROLES, scope="alerts")
        @routes.doc(requestBody=_BODY)
        @routes.response(201, NewAlertSchema)
        def post(self) -> dict[str, Any]:
            """Be told when a published figure passes a threshold or changes.

            Messages are CloudEvents 1.0, signed as Standard Webhooks says. A figure that is
            suppressed or does not apply tells nothing and changes nothing.
            """
            newest = handlers.newest(window.shelf, "release")
            asked = loaded_body(CheckedAlertSchema(newest, reach))
            url, organisation = asked.pop("url"), caller().organisation
            with _refusals():
                number = handlers.make(window.engine, Rule(**asked), url, organisation, once)
            with window.engine.connect() as connection:
                made = _found(connection, number)
            return {**kept_alert(made), "secret": made.secret}

        @allow(*_ROLES, scope="alerts")
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, AlertPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """Alerts, newest first: one's own, for an operator all."""
            limit = asked["limit"]
            with window.engine.connect() as connection:
                rows = register.page(connection, _whose(), asked["cursor"], limit + 1)
            return alert_page(rows, limit)

    @routes.route("/alerts/<int:number>")
    class Alert(MethodView):
        @allow(*_ROLES, scope="alerts")
        @routes.response(200, KeptAlertSchema)
        def get(self, number: int) -> dict[str, Any]:
            """One alert, and the figure it was judged by last."""
            with window.engine.connect() as connection:
                return kept_alert(_found(connection, number))

        @allow(*_ROLES, scope="alerts")
        @routes.response(200, KeptAlertSchema)
        def delete(self, number: int) -> dict[str, Any]:
            """Forget an alert and all that was sent for it; what waits is not sent any more."""
            with transaction(window.engine) as connection:
                found = _found(connection, number)
                deliveries.remove(connection, number)
            return kept_alert(found)

    @routes.route("/alerts/<int:number>/enable")
    class Enable(MethodView):
        @allow(*_ROLES, scope="alerts")
        @routes.response(200, KeptAlertSchema)
        def post(self, number: int) -> dict[str, Any]:
            """Have an alert in force again that was disabled; releases it missed are judged then.

            A test message can be sent before.
            """
            with transaction(window.engine) as connection:
                _found(connection, number)
                deliveries.enable(connection, number)
                return kept_alert(_found(connection, number))

    @routes.route("/alerts/<int:number>/deliveries")
    class Deliveries(MethodView):
        @allow(*_ROLES, scope="alerts")
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, AlertDeliveryPageSchema)
        def get(self, asked: dict[str, Any], number: int) -> dict[str, Any]:
            """What was sent for an alert, newest first: every attempt, and when the next is due."""
            limit = asked["limit"]
            with window.engine.connect() as connection:
                _found(connection, number)
                rows = deliveries.page(connection, number, asked["cursor"], limit + 1)
            return delivery_page(rows, limit)

    @routes.route("/alerts/<int:number>/test")
    class Test(MethodView):
        @allow(*_ROLES, scope="alerts")
        @routes.response(202, AlertDeliverySchema)
        def post(self, number: int) -> dict[str, Any]:
            """Have a message sent at once, of the type lmis.alert.test.v1, with today's figure."""
            with window.engine.connect() as connection:
                alert = _found(connection, number)
            with _refusals():
                return kept_delivery(handlers.send_test(window.engine, window.shelf, alert, once))

    return routes


@contextmanager
def _refusals() -> Iterator[None]:
    """What making and trying an alert refuse, as problems."""
    try:
        yield
    except NothingToTell as error:
        raise Problem("not-found") from error
    except TooMany as error:
        raise Problem("too-many") from error


def _found(connection: Connection, number: int) -> Row[Any]:
    found = register.find(connection, number, _whose()) if number <= LARGEST_ID else None
    if found is None:
        raise Problem("not-found")
    return found


def _whose() -> str | None:
    """The organisation whose alerts the caller is confined to."""
    asking = caller()
    return None if asking.role is Role.OPERATOR else asking.organisation
