"""The tables of the quizzes room."""

from portal.quizzes.tables.attempts import AnswerEvent, Attempt, Mark, Question, QuestionVersion, Quiz, QuizVersion, Score
from portal.quizzes.tables.corrections import Correction, Dispute
from portal.quizzes.tables.markings import AnswerFile, AnswerFileChunk, Marking
from portal.quizzes.tables.statistics import CutEstimate, CutStudy, GateDecision, QuestionStatistics, QuizStatistics

__all__ = [
    "AnswerEvent", "AnswerFile", "AnswerFileChunk", "Attempt", "Correction", "CutEstimate", "CutStudy", "Dispute", "GateDecision", "Mark",
    "Marking", "Question", "QuestionStatistics", "QuestionVersion", "Quiz", "QuizStatistics", "QuizVersion", "Score",
]  # fmt: skip
