"""Who may decide a promotion, and when it is decided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.promotions.rules import Around, Refusal, Vote, outcome, refusal_to_be_decider, refusal_to_vote

AROUND = Around(1, frozenset({2, 3}), frozenset({4}), frozenset({5}), frozenset({6}))
OPEN = (Vote(7, None), Vote(8, None))


@pytest.mark.parametrize(("person", "refusal"), [
    (1, Refusal.CANDIDATE), (2, Refusal.MANAGER), (3, Refusal.MANAGER), (4, Refusal.SUBORDINATE), (5, Refusal.RIVAL), (6, Refusal.RELATIVE),
    (7, None),
])  # fmt: skip
def test_who_may_decide(person: int, refusal: Refusal | None) -> None:
    assert refusal_to_be_decider(person, AROUND) is refusal


@pytest.mark.parametrize(("person", "votes", "state", "around", "reason", "refusal"), [
    (7, OPEN, "open", AROUND, "Ready", None),
    (7, OPEN, "approved", AROUND, "Ready", Refusal.CLOSED),
    (9, OPEN, "open", AROUND, "Ready", Refusal.NOT_APPOINTED),
    (7, (Vote(7, "decline"), Vote(8, None)), "open", AROUND, "Ready", Refusal.VOTED),
    (7, OPEN[:1], "open", AROUND, "Ready", Refusal.TOO_FEW),
    (7, OPEN, "open", Around(1, frozenset({7}), frozenset(), frozenset(), frozenset()), "Ready", Refusal.MANAGER),
    (7, OPEN, "open", Around(1, frozenset(), frozenset(), frozenset(), frozenset({7})), "Ready", Refusal.RELATIVE),
    (7, OPEN, "open", AROUND, " \n", Refusal.NO_REASON),
])  # fmt: skip
def test_who_may_vote(
    person: int, votes: tuple[Vote, ...], state: str, around: Around, reason: str, refusal: Refusal | None
) -> None:
    assert refusal_to_vote(person, votes, state, around, reason) is refusal


@pytest.mark.parametrize(("votes", "expected"), [
    ((), None), (("approve",), None), (("approve", None), None), (("approve", "approve"), "approved"), (("approve", "decline"), "declined"),
    (("decline", "decline"), "declined"), (("approve", "approve", None), None), (("approve", "approve", "approve"), "approved"),
])  # fmt: skip
def test_a_case_is_decided_by_two_at_least_and_by_all_who_are_appointed(
    votes: tuple[str | None, ...], expected: str | None
) -> None:
    assert outcome([Vote(number, vote) for number, vote in enumerate(votes)]) == expected


@given(st.lists(st.sampled_from(["approve", "decline", None]), max_size=6), st.randoms())
def test_the_order_of_votes_decides_nothing(votes: list[str | None], chance: object) -> None:
    shuffled = list(votes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert outcome([Vote(1, vote) for vote in votes]) == outcome([Vote(1, vote) for vote in shuffled])
