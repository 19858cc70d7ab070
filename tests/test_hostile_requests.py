"""Whatever anybody sends to any address, the portal answers in words: never with an error of its own."""

from __future__ import annotations

import ast
import inspect
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.people.tables import Person
from tests.world import ROLES, World, make_world

SignInAs = Callable[[Person], FlaskClient]
NUMBERS = ("0", "-1", "²", "٣", "1e3", str(2**31), str(2**63), "9" * 30, "9" * 5000)
TEXTS = (
    "",
    " ",
    "x" * 5000,
    "\x00",
    "{{7*7}}%s%(n)s{}",
    "../../etc/passwd",
    "=cmd()",
    "//evil.example",
    "/\t/[",
    "团" * 300,
    "null",
    "on",
)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")
HOSTILE = (*NUMBERS, *TEXTS, *DAYS)
IN_PATHS = (
    "0",
    "-1",
    str(2**31),
    str(2**63),
    "9" * 30,
    "9" * 5000,
    "nothing",
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "x" * 300,
    "%F0%9F",
    "²",
)
EACH = int(os.environ.get("PORTAL_TEST_HOSTILE", "1"))  # values for a field, in turn: all of them is 24, and takes minutes
ENDS_SESSION = {"people.sign_out", "people.sign_out_everywhere", "people.account"}


@pytest.fixture
def world(app: Flask, tmp_path: Path) -> World:
    with app.app_context():
        return make_world(tmp_path)


def plausible(world: World) -> dict[str, str]:
    """A form that gets past the first checks of whatever reads it; each hostile value then takes the place of one field."""
    return {
        "person": str(world.people["mo"].id), "rung": "supervisor", "place": "East 2", "conditions": "None", "text": "Why", "reason": "Why",
        "email": "mo@example.com", "vote": "approve", "value": "3", "comment": "Good", "sign": "", "rating": "meets", "colleague": str(world.people["an"].id),
        "subject": f"attempt:{world.attempt}", "outcome": "dismissed", "template": "representative", "team": "", "period_from": "2026-01-01",
        "period_until": "2026-03-31", "feedback_until": "2026-04-10", "what": "kpis/revenue", "who": "rung:representative", "manager": "director@example.com",
        "decision": "grant", "time": "150", "attempts": "1", "from_on": "2026-01-01", "until_on": "", "certification": "onboarding", "target": "team:1",
        "due_on": "2030-01-01", "note": "Please", "course": "asking", "feedback": "Well done", "observed_on": "2026-01-05", "scheduled_on": "2026-12-05",
        "rating-asks": "4", "rubric": "visit", "kind": "void", "language": "en", "next": "/", "percent": "80", "round": "1", "quiz": "exam",
        "role": "hr", "enabled": "yes", "token": "0" * 32, "zh": "评什么", "en": "What", "wish": "Time", "save_id": "save-00000001", "answer": "1",
        "name": "kpis.csv", "content": "cGVyc29u", "confirm": "", "password": "long enough here", "again": "long enough here", "place-0": "1", "page": "1",
        "words": "Lin", "q": "ask", "action": "", "version": "", "who-": "direct",
    }  # fmt: skip


def real(world: World, rule: Rule) -> dict[str, str]:
    """Values under which the address has something to show."""
    ids: dict[str, Any] = {
        "review_id": world.review, "cycle_id": world.cycle, "appeal_id": world.appeal, "case_id": world.case, "practical_id": world.practical,
        "attempt_id": world.open_attempt if rule.endpoint in {"quizzes.attempt", "quizzes.save_answer"} else world.attempt, "position": 0,
        "person_id": world.people["lin"].id, "request_id": world.wish, "exemption_id": world.exemption, "dispute_id": world.dispute,
        "study_id": world.study, "assignment_id": 1, "correction_id": 1, "grant_id": 1, "file_id": 1, "code": world.code, "bank": "pool",
        "lesson_slug": "first", "form": "json", "token": "0" * 20, "type_": "numeric", "file": "type.js", "filename": "css/base.css",
    }  # fmt: skip
    slug = {"courses": "asking", "quizzes": "exam", "authoring": "exam", "certifications": "onboarding"}
    ids |= {"slug": slug.get(rule.endpoint.split(".")[0], "exam"), "name": "exam-0" if "bank" in rule.arguments else "shelf.png"}
    return {name: str(ids[name]) for name in rule.arguments}


def address(rule: Rule, values: dict[str, str]) -> str:
    """The address with its values put in as they are."""
    text = rule.rule
    for part in ("int:", "path:"):
        text = text.replace(f"<{part}", "<")
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def fields_of(app: Flask, endpoint: str, known: dict[str, str]) -> list[str]:
    """The fields that the module of a view reads and the view's own text names."""
    view = inspect.unwrap(app.view_functions[endpoint])
    module = inspect.getmodule(view)
    assert isinstance(module, ModuleType)
    read = {
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        and (_called(node).startswith(("request.", "_day", "_value", "form.get")))
    }  # fmt: skip
    own = {node.value for node in ast.walk(ast.parse(inspect.getsource(view).strip())) if isinstance(node, ast.Constant)}
    mine = {name for name in read & own if isinstance(name, str)} | (read & {"page", "words", "person", "action"})
    if "Form()" in inspect.getsource(view) or "Form(" in inspect.getsource(view):
        mine |= {"password", "again", "wish", "zh", "en", "next", "email"} & set(known)
    return sorted(str(name) for name in mine)


def rules_of(app: Flask) -> list[Rule]:
    """Every address but the stored files."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)


OPEN_TO = {
    "admin": "admin", "authoring": "author", "cycles": "hr", "hr": "hr", "performance": "hr", "practicals": "assessor", "marking": "assessor",
    "teams": "manager", "assignments": "manager", "promotions": "hr",
}  # fmt: skip
VIEWS = {
    "practicals.coaching": "manager", "reviews.write": "manager", "reviews.invite": "manager", "reviews.decide_appeal": "hr",
    "certifications.revoke": "hr", "promotions.vote": "author", "promotions.endorse": "manager", "promotions.check": "manager",
    "authoring.decide_gate": "hr", "admin.audit_trail": "hr", "assignments.assignments": "lin", "reviews.feedback": "an",
    "authoring.approve_correction": "admin",
}  # fmt: skip


def whose(rule: Rule) -> str:
    """The role to which an address is open, as far as Lin's affairs go."""
    return VIEWS.get(rule.endpoint) or OPEN_TO.get(rule.endpoint.split(".")[0], "lin")


def requests_to(app: Flask, world: World, rule: Rule, each: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, address and fields with one hostile value in one place: `each` of them for a field, in turn, so that all are used."""
    known, values = plausible(world), real(world, rule)
    for method in (method for method in ("GET", "POST") if method in (rule.methods or ())):
        for name in sorted(rule.arguments):
            for hostile in IN_PATHS if method == "POST" or "POST" not in (rule.methods or ()) else IN_PATHS[:3]:
                yield method, address(rule, values | {name: hostile}), {}
        for field in fields_of(app, rule.endpoint, known):
            first = zlib.crc32(f"{rule.endpoint} {field}".encode())
            for number in range(each):
                yield method, address(rule, values), known | {field: HOSTILE[(first + number) % len(HOSTILE)]}
        yield method, address(rule, values), {}


def try_all(app: Flask, world: World, sign_in: SignInAs, role: str, rules: list[Rule], each: int) -> list[str]:
    browser, broken = sign_in(world.people[role]), []
    for rule in rules:
        for method, path, fields in requests_to(app, world, rule, each):
            broken += one_request(sign_in(world.people[role]) if rule.endpoint in ENDS_SESSION else browser, method, path, fields)
    return broken


@pytest.mark.parametrize("role", [*ROLES, "an"])
def test_no_address_breaks(app: Flask, world: World, sign_in: SignInAs, role: str) -> None:
    """Each address as the one to whom it is open."""
    rules = [rule for rule in rules_of(app) if whose(rule) == role]
    broken = try_all(app, world, sign_in, role, rules, EACH)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_closed_to_a_role_breaks_neither(app: Flask, world: World, sign_in: SignInAs, role: str) -> None:
    """Every address as everybody, once as it should be read and once with one hostile value in every field."""
    browser, known, broken = sign_in(world.people[role]), plausible(world), []
    for rule in rules_of(app):
        if rule.endpoint not in ENDS_SESSION and whose(rule) != role:
            hostile = HOSTILE[zlib.crc32(f"{rule.endpoint} {role}".encode()) % len(HOSTILE)]
            for method in (method for method in ("GET", "POST") if method in (rule.methods or ())):
                broken += one_request(
                    browser, method, address(rule, real(world, rule)), dict.fromkeys(known, hostile) if method == "POST" else {}
                )
    assert not broken, "\n".join(broken)


def one_request(browser: FlaskClient, method: str, path: str, fields: dict[str, str]) -> list[str]:
    """What broke, in a line; nothing where the answer was one in words."""
    try:
        if method == "GET":
            query = "&".join(f"{name}={quote(value)}" for name, value in fields.items() if len(value) < 400)
            answer = browser.get(f"{path}?{query}")
        else:
            answer = browser.post(path, data=fields)
    except Exception as error:  # every kind is a fault, and all of them are wanted at once
        return [
            f"{method} {path[:80]} { {k: v[:30] for k, v in fields.items()} if len(fields) < 4 else '' }: {type(error).__name__}: {str(error)[:150]}"
        ]
    return [f"{method} {path[:80]}: {answer.status_code}"] if answer.status_code >= 500 else []
