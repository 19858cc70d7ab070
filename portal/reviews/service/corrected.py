"""What a review's trace says of an exam whose score was corrected: what it was before, by which correction, and whether it was kept."""

from __future__ import annotations

from fractions import Fraction

from portal.quizzes.queries.corrections import list_steps


def correction_note(source: str) -> dict[str, str]:
    """Words to hang behind a source (`attempt:12`); empty where nothing was corrected."""
    kind, _colon, number = source.partition(":")
    steps = list_steps([int(number)]).get(int(number), ()) if kind == "attempt" else ()
    if not steps:
        return {"zh": "", "en": ""}
    before, after, last = _percent(steps[0].before), _percent(steps[-1].after), steps[-1]
    is_kept = last.is_kept or bool(last.kept_groups)
    return {
        "zh": f"；成绩由 {before}% 更正为 {after}%（更正 {last.correction_id}{'，保留' if is_kept else ''}）",
        "en": f"; score corrected from {before} % to {after} % (correction {last.correction_id}{', kept' if is_kept else ''})",
    }


def _percent(score: tuple[int, int]) -> int:
    earned, possible = score
    return int(Fraction(earned * 100, possible) + Fraction(1, 2)) if possible else 0
