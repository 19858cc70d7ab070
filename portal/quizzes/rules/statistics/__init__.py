"""Statistics of quizzes and questions: classical, exact as far as numbers are rational. They describe, and decide about no person.

What is counted: first attempts that are finished and wholly marked, of people who were not staff (author, assessor, administrator, hr) on
the day they began. What is pooled: versions that differ in wording only; forms that differ in what was drawn, by percents of the possible.
"""

LEAST_FOR_FIGURES = 10  # under ten answers one person moves a share by more than ten points, and could be recognised in it
LEAST_FOR_JUDGING = (
    30  # a correlation over thirty is uncertain by about ±0.35: under that no question is called bad and no gate opens
)
