"""Freezing a calculation when a review is signed, and reading it again exactly as it was."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from portal.reviews.rules.calculation import Calculation, ComponentResult, Item, Source, State


def freeze(calculation: Calculation) -> tuple[dict[str, Any], str]:
    """A calculation as a snapshot (fractions as text) and its SHA-256."""
    data = {
        "covered_percent": str(calculation.covered_percent),
        "score": None if calculation.score is None else str(calculation.score),
        "components": [_frozen_component(one) for one in calculation.components],
    }
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return data, hashlib.sha256(text.encode()).hexdigest()


def _frozen_component(one: ComponentResult) -> dict[str, Any]:
    items = [
        {
            "id": item.id, "state": item.state.value, "value": None if item.value is None else str(item.value), "weight": str(item.weight),
            "detail": item.detail, "excuse": item.excuse,
            "sources": [{"kind": s.kind, "id": s.id, "text": s.text, "address": s.address} for s in item.sources],
        }
        for item in one.items
    ]  # fmt: skip
    return {"id": one.id, "weight": one.weight, "items": items}


def thaw(data: dict[str, Any]) -> Calculation:
    """A snapshot as a calculation again: what was frozen, exactly."""
    components = tuple(
        ComponentResult(
            one["id"],
            one["weight"],
            tuple(
                Item(
                    item["id"], State(item["state"]), None if item["value"] is None else Fraction(item["value"]), Fraction(item["weight"]),
                    tuple(Source(**source) for source in item["sources"]), item["detail"], item["excuse"],
                )
                for item in one["items"]
            ),
        )
        for one in data["components"]
    )  # fmt: skip
    return Calculation(components, Fraction(data["covered_percent"]), None if data["score"] is None else Fraction(data["score"]))
