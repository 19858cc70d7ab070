"""Every SELECT of the quizzes room, by topic."""

from portal.quizzes.queries.attempts import (
    AttemptView,
    QuestionView,
    Saving,
    find_open_attempts,
    find_saving,
    get_attempt_view,
    list_facts,
    list_final_answers,
    list_overdue,
    list_past,
    list_seen_questions,
    lock_attempt,
    lock_person,
)
from portal.quizzes.queries.definitions import LineValue, QuizValue, find_quiz, get_quiz, list_candidates, list_quiz_titles
from portal.quizzes.queries.marking import list_waiting_exams
from portal.quizzes.queries.results import (
    AttemptResult,
    AttemptTrace,
    find_awaiting,
    get_attempt_trace,
    list_attempts,
    list_results,
)  # fmt: skip

__all__ = [
    "AttemptResult",
    "AttemptTrace",
    "AttemptView",
    "LineValue",
    "QuestionView",
    "QuizValue",
    "Saving",
    "find_awaiting",
    "find_open_attempts",
    "find_quiz",
    "find_saving",
    "get_attempt_trace",
    "get_attempt_view",
    "get_quiz",
    "list_attempts",
    "list_candidates",
    "list_facts",
    "list_final_answers",
    "list_overdue",
    "list_past",
    "list_quiz_titles",
    "list_results",
    "list_seen_questions",
    "list_waiting_exams",
    "lock_attempt",
    "lock_person",
]  # fmt: skip
