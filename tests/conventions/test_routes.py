"""Every address declares who may use it, answers a stranger properly and is known here by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.access import PERMISSIONS

PORTAL = Path(__file__).resolve().parents[2] / "portal"


def _rules(app: Flask) -> list:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_declares_its_permission(app: Flask) -> None:
    for rule in _rules(app):
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        assert permission in PERMISSIONS, f"{rule.rule} ({rule.endpoint}) declares {permission!r}"


def test_a_stranger_is_sent_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for rule in _rules(app):
        if app.view_functions[rule.endpoint].permission == "public" or "GET" not in rule.methods:
            continue
        address = re.sub(r"<int:\w+>", "1", rule.rule)
        address = re.sub(r"<[\w:]+>", "x", address)
        answer = client.get(address)
        assert answer.status_code in {302, 303, 401}, f"{address} answers {answer.status_code}"


def test_a_stranger_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    for rule in _rules(app):
        if app.view_functions[rule.endpoint].permission == "public" or "POST" not in rule.methods:
            continue
        address = re.sub(r"<int:\w+>", "1", rule.rule)
        address = re.sub(r"<[\w:]+>", "x", address)
        assert client.post(address).status_code in {302, 303, 401}, address


def test_a_forged_form_is_refused(app: Flask, forgery_guard: None) -> None:
    client = app.test_client()
    for rule in _rules(app):
        if "POST" in rule.methods:
            address = re.sub(r"<int:\w+>", "1", rule.rule)
            address = re.sub(r"<[\w:]+>", "x", address)
            assert client.post(address).status_code == 400, address


@pytest.mark.parametrize("address", [
    "/", "/path", "/courses", "/skills", "/certifications", "/search", "/team", "/team/skills", "/team/readiness",
    "/team/assignments", "/reviews", "/reviews/cycles", "/promotions", "/authoring", "/admin", "/account", "/healthz", "/readyz",
])  # fmt: skip
def test_no_address_of_the_product_vanishes(app: Flask, address: str) -> None:
    assert address in {rule.rule for rule in _rules(app)}
