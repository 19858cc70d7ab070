"""Quality gates in reviews: what rests on a quiz whose gate somebody closed is left out, whichever way it went; provisional counts and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.framework.rules import Certification
from portal.quizzes.queries import list_attempts, list_quiz_titles
from portal.quizzes.queries.statistics import Gate, list_gates
from portal.quizzes.rules.statistics.gates import GateState
from portal.reviews.rules.calculation import Requirement

PROVISIONAL = {"zh": "（试行：考试的质量条件尚未达到）", "en": " (provisional: the exam has not passed its quality gate yet)"}


@dataclass(frozen=True)
class Gates:
    """Where all quizzes stand, and the skills that closed ones examine."""

    standing: Mapping[str, Gate]
    closed_skills: Mapping[str, str]  # skill -> the quiz that examines it

    def is_closed(self, slug: str | None) -> bool:
        """Whether what rests on a quiz is left out."""
        return self._state(slug) is GateState.CLOSED

    def _state(self, slug: str | None) -> GateState | None:
        gate = self.standing.get(slug) if slug is not None else None
        return gate.state if gate is not None else None

    def reason(self, slug: str | None) -> str:
        """Why it was closed."""
        gate = self.standing.get(slug) if slug is not None else None
        return (gate.reason or "") if gate is not None else ""

    def note(self, requirement: Requirement, slug: str | None) -> Requirement:
        """The requirement, with the word that it is provisional where that is so."""
        if self._state(slug) is not GateState.PROVISIONAL or not requirement.is_met:
            return requirement
        return replace(requirement, text={language: text + PROVISIONAL[language] for language, text in requirement.text.items()})


def read_gates() -> Gates:
    """As they stand now. Two statements, and one more where something is closed."""
    standing = list_gates()
    closed = [slug for slug, gate in standing.items() if gate.state is GateState.CLOSED]
    quizzes = list_quiz_titles(closed) if closed else {}
    return Gates(standing, {cut.skill: slug for slug, quiz in quizzes.items() for cut in quiz.cuts})


def quiz_of(source: str) -> str | None:
    """The quiz of `attempt:12`; None for other evidence."""
    kind, _colon, number = source.partition(":")
    attempt = list_attempts([int(number)]).get(int(number)) if kind == "attempt" and number.isdecimal() else None
    return attempt.quiz_slug if attempt else None


def exams_of(certification: Certification) -> Sequence[str]:
    """The exams by which a certification is earned."""
    renewal = certification.renewal.exam if certification.renewal else None
    return [slug for slug in (certification.exam, renewal) if slug is not None]
