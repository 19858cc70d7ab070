"""Use cases of the quizzes room, by topic."""

from portal.quizzes.service.attempting import change_language, finish, save_answer, start
from portal.quizzes.service.syncing import retire, sync

__all__ = ["change_language", "finish", "retire", "save_answer", "start", "sync"]
