"""What an edit of a question is: of its wording, of its scoring, or one that breaks what was answered; and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.quizzes import types


class Edit(StrEnum):
    """The class of an edit, the gravest that applies."""

    NONE = "none"
    WORDING = "wording"  # nothing that scores has changed
    SCORING = "scoring"  # answers that were given can be marked by the new version, and may earn something else
    BREAKING = "breaking"  # answers that were given mean something else in the new version


@dataclass(frozen=True)
class Version:
    """A question in one version. `prose` is by language."""

    id: int
    type: str
    skill: str
    level: int
    points: int
    facts: Mapping[str, Any]
    prose: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Something that two versions say differently. `path` leads to it; None: it is not there."""

    path: tuple[str | int, ...]
    before: str | None
    after: str | None


def classify(old: Version, new: Version) -> Edit:
    """What an edit is. Stored answers are positions and typed values: where the same position would mean another thing, it breaks."""
    if old.type != new.type or not types.keeps_answers(old.type, old.facts, new.facts):
        return Edit.BREAKING
    if any(_have_changed_places(old.prose[one], new.prose.get(one), old.facts, new.facts) for one in old.prose):
        return Edit.BREAKING
    if (old.skill, old.level, old.points, old.facts) != (new.skill, new.level, new.points, new.facts):
        return Edit.SCORING
    return Edit.NONE if old.prose == new.prose else Edit.WORDING


def can_mark(old: Version, new: Version) -> bool:
    """Whether answers to the old version can be marked by the new one."""
    return classify(old, new) is not Edit.BREAKING


def _have_changed_places(old: Any, new: Any, old_facts: Any, new_facts: Any) -> bool:
    """Whether texts stand in each other's places while what scores kept its names: a key may hide in that."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return any(
            _have_changed_places(value, new.get(key), _inside(old_facts, key), _inside(new_facts, key))
            for key, value in old.items()
        )
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    if _names(old_facts) != _names(new_facts):
        return False  # the names moved along: whether that breaks is the type's to say
    before, after = [_text(one) for one in old], [_text(one) for one in new]
    return before != after and sorted(before) == sorted(after)


def _inside(facts: Any, key: str) -> Any:
    return facts.get(key) if isinstance(facts, Mapping) else None


def _names(facts: Any) -> Any:
    if not isinstance(facts, list):
        return None
    return [one.get("id", one) if isinstance(one, Mapping) else one for one in facts]


def _text(value: Any) -> str:
    return str(value.get("text", value)) if isinstance(value, Mapping) else str(value)


def differences(old: Version, new: Version, language: str) -> tuple[Difference, ...]:
    """Everything that differs, in one language: first what scores, then what is read."""
    before, after = dict(_flat(_told(old, language))), dict(_flat(_told(new, language)))
    paths = [*before, *(path for path in after if path not in before)]
    return tuple(Difference(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path))


def _told(one: Version, language: str) -> Mapping[str, Any]:
    head = {"type": one.type, "skill": one.skill, "level": one.level, "points": one.points}
    return {**head, "facts": one.facts, "prose": one.prose.get(language, {})}


def _flat(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    inner: Sequence[tuple[str | int, Any]]
    if isinstance(value, Mapping):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value, 1))
    else:
        yield path, "" if value is None else str(value)
        return
    for key, one in inner:
        yield from _flat(one, (*path, key))
