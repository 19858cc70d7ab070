"""The tables of the quizzes room."""

from portal.quizzes.tables.attempts import AnswerEvent, Attempt, Mark, Question, QuestionVersion, Quiz, QuizVersion, Score
from portal.quizzes.tables.corrections import Correction, Dispute
from portal.quizzes.tables.markings import AnswerFile, AnswerFileChunk, Marking

__all__ = [
    "AnswerEvent", "AnswerFile", "AnswerFileChunk", "Attempt", "Correction", "Dispute", "Mark", "Marking", "Question", "QuestionVersion",
    "Quiz", "QuizVersion", "Score",
]  # fmt: skip
