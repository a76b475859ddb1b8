"""/v1/webhooks: providers are told when a batch ended or a record's coding changed."""

from collections.abc import Sequence
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Connection, Row

from services.ingestion.handlers import Door
from services.ingestion.notices import messages, register
from services.ingestion.notices.answers import (
    kept_webhook,
    new_webhook,
    persons_in,
    webhook_page,
)
from services.ingestion.notices.register import TooMany, deliveries
from services.ingestion.notices.schemas import (
    KeptWebhookSchema,
    NewWebhookSchema,
    ReachableWebhookSchema,
    WebhookDeliveryPageSchema,
    WebhookDeliverySchema,
    WebhookPageSchema,
    WebhookSchema,
)
from services.ingestion.store import audit
from shared.access import Role, Scope
from shared.audit import Act, digest_of, note_alone
from shared.db.engine import transaction
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.idempotency import once
from shared.web.problem import Problem
from shared.webhooks.addresses import Reach
from shared.webhooks.answers import delivery_page, kept_delivery
from shared.webhooks.clock import now, written
from shared.webhooks.messages import new_event
from shared.webhooks.schemas import LARGEST_ID, PageArgs

MOST_WAITING_TESTS = 5

_BODY = {"required": True, "content": {"application/json": {"schema": WebhookSchema}}}
_PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER)


def blueprint(door: Door, reach: Reach) -> Blueprint:
    """Webhooks whose messages may go where `reach` says."""
    routes = Blueprint("webhooks", __name__, url_prefix="/v1", description="Webhooks")

    @routes.route("/webhooks")
    class Webhooks(MethodView):
        @allow(*_PROVIDERS, scope=Scope.WEBHOOKS_WRITE)
        @routes.doc(requestBody=_BODY)
        @routes.response(201, NewWebhookSchema)
        def post(self) -> dict[str, Any]:
            """Be told when a batch has ended, or when the coding of one's records changes.

            Messages are CloudEvents 1.0, signed as Standard Webhooks says; they name records by
            the ids they are kept under.
            """
            asked, whose = loaded_body(ReachableWebhookSchema(reach)), caller().organisation
            with transaction(door.engine) as connection:
                number = int(once(connection, lambda: _made(connection, whose, asked)))
                return new_webhook(_found(connection, number))

        @allow(*_PROVIDERS)
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, WebhookPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """One's own webhooks, newest first."""
            limit, whose = asked["limit"], caller().organisation
            with door.engine.connect() as connection:
                rows = register.page(connection, whose, asked["cursor"], limit + 1)
            return webhook_page(rows, limit)

    @routes.route("/webhooks/<int:number>")
    class Webhook(MethodView):
        @allow(*_PROVIDERS)
        @routes.response(200, KeptWebhookSchema)
        def get(self, number: int) -> dict[str, Any]:
            """One webhook."""
            with door.engine.connect() as connection:
                return kept_webhook(_found(connection, number))

        @allow(*_PROVIDERS, scope=Scope.WEBHOOKS_WRITE)
        @routes.response(200, KeptWebhookSchema)
        def delete(self, number: int) -> dict[str, Any]:
            """Forget a webhook and all that was sent to it; what waits is not sent any more."""
            with transaction(door.engine) as connection:
                found = _found(connection, number)
                deliveries.remove(connection, number)
            return kept_webhook(found)

    @routes.route("/webhooks/<int:number>/enable")
    class Enable(MethodView):
        @allow(*_PROVIDERS, scope=Scope.WEBHOOKS_WRITE)
        @routes.response(200, KeptWebhookSchema)
        def post(self, number: int) -> dict[str, Any]:
            """Have a webhook in force again that was disabled; of the time between it is not told.

            A test message can be sent before.
            """
            with transaction(door.engine) as connection:
                _found(connection, number)
                deliveries.enable(connection, number)
                return kept_webhook(_found(connection, number))

    @routes.route("/webhooks/<int:number>/secret")
    class Secret(MethodView):
        @allow(*_PROVIDERS, scope=Scope.WEBHOOKS_WRITE)
        @routes.response(200, NewWebhookSchema)
        def post(self, number: int) -> dict[str, Any]:
            """A new secret, shown this once; for a day the one before signs beside it."""
            with transaction(door.engine) as connection:
                _found(connection, number)
                once(connection, lambda: _secret_changed(connection, number))
                return new_webhook(_found(connection, number))

    @routes.route("/webhooks/<int:number>/deliveries")
    class Deliveries(MethodView):
        @allow(*_PROVIDERS)
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, WebhookDeliveryPageSchema)
        def get(self, asked: dict[str, Any], number: int) -> dict[str, Any]:
            """What was sent, newest first: every attempt, and when the next is due."""
            limit = asked["limit"]
            with door.engine.connect() as connection:
                _found(connection, number)
                rows = deliveries.page(connection, number, asked["cursor"], limit + 1)
            page = delivery_page(rows, limit)
            _note_reading(door, persons_in(page["deliveries"]))
            return page

    @routes.route("/webhooks/<int:number>/test")
    class Test(MethodView):
        @allow(*_PROVIDERS, scope=Scope.WEBHOOKS_WRITE)
        @routes.response(202, WebhookDeliverySchema)
        def post(self, number: int) -> dict[str, Any]:
            """Have a message sent at once, of the type lmis.webhook.test.v1."""
            with transaction(door.engine) as connection:
                _found(connection, number)
                message = once(connection, lambda: _test_queued(connection, number))
                return kept_delivery(deliveries.find(connection, int(message)))

    return routes


def _made(connection: Connection, whose: str, asked: dict[str, Any]) -> str:
    try:
        return str(register.make(connection, whose, **asked))
    except TooMany as error:
        raise Problem("too-many") from error


def _secret_changed(connection: Connection, number: int) -> str:
    register.change_secret(connection, number)
    return "secret"


def _note_reading(door: Door, persons: Sequence[str]) -> None:
    if persons:
        digest = digest_of(persons)
        act = Act("read", "graduates", caller().organisation, None, len(persons), digest)
        note_alone(door.engine, audit, act)


def _test_queued(connection: Connection, number: int) -> str:
    if deliveries.waiting(connection, number, "test") >= MOST_WAITING_TESTS:
        raise Problem("too-many")
    event, at = new_event(), written(now())
    body = messages.test(number, event, at)
    return str(deliveries.queue(connection, number, "test", event, body, at))


def _found(connection: Connection, number: int) -> Row[Any]:
    whose = caller().organisation
    found = register.find(connection, number, whose) if number <= LARGEST_ID else None
    if found is None:
        raise Problem("not-found")
    return found
