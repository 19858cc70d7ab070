"""The sample content, stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.content import sample


@pytest.fixture
def content(app: Flask, tmp_path: Path) -> Flask:
    """The app with the sample content stored."""
    with app.app_context():
        sample.sync(tmp_path)
    return app
