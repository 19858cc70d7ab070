"""The portal's own content, read once for all tests that judge it."""

from __future__ import annotations

import pytest

from config import ROOT
from portal import content
from portal.content import Content


@pytest.fixture(scope="session")
def curriculum() -> Content:
    """Everything in courses/ and quizzes/, which has no problem."""
    found, problems = content.read(ROOT)
    assert [str(one) for one in problems] == []
    return found
