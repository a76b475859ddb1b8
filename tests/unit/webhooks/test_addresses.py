"""Messages go out into the internet, and inside only where the operator says so."""

from ipaddress import ip_address

import pytest

from shared.settings import SettingsError
from shared.webhooks.addresses import Reach, is_public, url_faults

INSIDE = Reach.of("hooks.ministry.example, 127.0.0.1, 10.20.0.0/16, fd00::/8")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "ff02::1", "::",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1",
        "fec0::1", "::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not Reach().allows("a.example", ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "203.150.1.1", "2606:4700::1111"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert Reach().allows("a.example", ip_address(address))


def test_the_operator_opens_hosts_and_networks_inside() -> None:
    assert INSIDE.allows("hooks.ministry.example", ip_address("192.168.1.1"))
    assert INSIDE.allows("HOOKS.ministry.example", ip_address("192.168.1.1"))
    assert INSIDE.allows("a.example", ip_address("10.20.3.4"))
    assert INSIDE.allows("a.example", ip_address("fd00::5"))
    assert not INSIDE.allows("a.example", ip_address("10.21.3.4"))
    assert not INSIDE.allows("evil-hooks.ministry.example", ip_address("192.168.1.1"))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://a.example/hook?x=1", None),
        ("https://a.example:8443/", None),
        ("http://127.0.0.1:8080/hook", None),
        ("http://10.20.0.1/", None),
        ("https://[fd00::1]/", None),
        ("http://a.example/", "webhook_https"),
        ("https://192.168.0.1/", "webhook_place"),
        ("https://[::1]/", "webhook_place"),
        ("ftp://a.example/", "webhook_form"),
        ("//a.example/", "webhook_form"),
        ("https:///path", "webhook_form"),
        ("https://user@a.example/", "webhook_form"),
        ("https://a.example/#part", "webhook_form"),
        ("https://a.example:99999/", "webhook_form"),
        ("https://a.example:0/", "webhook_form"),
        ("https://a.example/a b", "webhook_form"),
        ("https://a.example/\r\nHost: b", "webhook_form"),
        ("https://[a.example/", "webhook_form"),
        ("https://ตัวอย่าง.example/", "webhook_form"),
    ],
)
def test_an_address_on_the_web_is_told_from_others(url: str, code: str | None) -> None:
    assert [found.code for found in url_faults(url, INSIDE)] == ([code] if code else [])


def test_plain_http_to_an_inner_address_that_nobody_named_has_two_faults() -> None:
    found = [fault.code for fault in url_faults("http://192.168.0.1/", Reach())]
    assert found == ["webhook_https", "webhook_place"]


@pytest.mark.parametrize("stated", ["a b", "10.0.0.0/33", "https://a.example", "-a", "a_b"])
def test_a_setting_that_is_neither_host_nor_network_is_refused(stated: str) -> None:
    with pytest.raises(SettingsError, match="LMIS_WEBHOOK_HOSTS"):
        Reach.of(f"127.0.0.1, {stated}")


def test_no_setting_opens_nothing() -> None:
    assert Reach.of("") == Reach.of(" , ") == Reach()
