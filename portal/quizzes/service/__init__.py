"""Use cases of the quizzes room, by topic."""

from portal.quizzes.service.attempting import change_language, finish, save_answer, start
from portal.quizzes.service.marking import Marked, find_waiting, give
from portal.quizzes.service.syncing import retire, sync

__all__ = ["Marked", "change_language", "find_waiting", "finish", "give", "retire", "save_answer", "start", "sync"]
