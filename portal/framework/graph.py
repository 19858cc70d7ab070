"""Circles in what refers to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def find_cycle(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """A circle as a list that begins and ends with the same name; empty where there is none."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, depth = stack.pop()
            del path[depth:]
            if node in path:
                return [*path[path.index(node) :], node]
            if node in done:
                continue
            path.append(node)
            targets = edges.get(node, ())
            if not targets:
                done.add(node)
            stack += [(target, len(path)) for target in targets]
        done |= set(path)
    return []
