"""Chance that can be repeated: orders and picks from a seed, by SHA-256, the same on every machine and version."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


def number(seed: str, below: int) -> int:
    """A number from 0 to below - 1."""
    return int.from_bytes(sha256(seed.encode()).digest()[:8], "big") % below


def shuffled(items: Sequence[Item], seed: str) -> list[Item]:
    """The items in an order that only the seed decides."""
    return [items[n] for n in sorted(range(len(items)), key=lambda n: sha256(f"{seed}/{n}".encode()).digest())]


def order(count: int, seed: str, shuffle: bool) -> list[int]:
    """Positions 0 to count - 1, shuffled or as they stand."""
    return shuffled(range(count), seed) if shuffle else list(range(count))
