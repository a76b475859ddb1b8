"""Signatures as any library of Standard Webhooks checks them."""

import base64
import hashlib
import hmac

from shared.webhooks.signing import headers, new_secret, signature

# Standard Webhooks and its predecessor publish this example.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT, TIMESTAMP = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'


def test_the_published_example_has_the_published_signature() -> None:
    assert signature(SECRET, EVENT, TIMESTAMP, BODY) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_receiver_can_check_what_is_sent_with_the_secret_it_was_given() -> None:
    secret = new_secret()
    sent = headers([secret], "msg_1", 1700000000, BODY)
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + BODY
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(base64.b64decode(secret[6:])) == 32 for secret in secrets)


def test_each_of_id_time_and_body_is_signed() -> None:
    changed = [
        signature(SECRET, EVENT, TIMESTAMP, BODY),
        signature(SECRET, "msg_other", TIMESTAMP, BODY),
        signature(SECRET, EVENT, TIMESTAMP + 1, BODY),
        signature(SECRET, EVENT, TIMESTAMP, BODY + b" "),
        signature(new_secret(), EVENT, TIMESTAMP, BODY),
    ]
    assert len(set(changed)) == 5


def test_while_a_secret_is_changed_both_the_new_and_the_former_one_sign() -> None:
    new, former = new_secret(), new_secret()
    sent = headers([new, former], EVENT, TIMESTAMP, BODY)["webhook-signature"].split(" ")
    assert sent == [signature(secret, EVENT, TIMESTAMP, BODY) for secret in (new, former)]
