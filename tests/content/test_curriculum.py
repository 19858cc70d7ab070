"""The curriculum that ships keeps its standard: courses, lessons, certifications. The questions themselves: `test_questions.py`."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from portal.content import Content
from portal.courses.content import LANGUAGES, CourseContent, LessonModel
from portal.courses.figures import FIGURE
from portal.framework.models import CertificationFile
from portal.markup import reading_minutes
from portal.quizzes.content import QuizFile
from portal.quizzes.rules.drawing import Candidate, Wish, draw_questions
from tests.content import curriculum as measures

MINUTES = (5, 15)  # of a lesson: reading in the slower language, and the exercise
READING = (2, 12)  # of them at least and at most reading
LESSON_RATIO = (1.0, 1.8)  # Chinese characters to one English word; the two written as originals keep between
BLOCKS = re.compile(r"^\s*(## |!!! \w+|\?\?\? \w+|=== |\|[ :-]+\||!\[)", re.M)


def lessons(curriculum: Content) -> list[tuple[CourseContent, LessonModel]]:
    """Every lesson with its course."""
    return [(course, lesson) for course in curriculum.courses.values() for lesson in course.model.lessons]


def certified(curriculum: Content) -> list[tuple[CertificationFile, str, int]]:
    """(certification, skill, level) of what is asked and not planned."""
    wishes = [
        (one, skill, measures.level_of(wish))
        for one in curriculum.framework.certifications.values()
        for skill, wish in one.skills.items()
    ]
    return [(one, skill, level) for one, skill, level in wishes if level]


def exams(curriculum: Content) -> list[QuizFile]:
    """The quizzes for certification."""
    return [quiz for quiz in curriculum.quizzes.quizzes.values() if quiz.purpose == "certification"]


def test_as_much_as_was_promised_is_there(curriculum: Content) -> None:
    questions = curriculum.quizzes.questions.values()
    types = Counter(one.model.type for one in questions)
    pools = Counter(one.pool for one in questions)
    assert len(lessons(curriculum)) >= 55
    assert all(len(course.model.lessons) >= 5 for course in curriculum.courses.values())
    assert pools["practice"] >= 240
    assert types["calculated"] >= 20
    assert types["dialogue"] >= 8
    assert len(types) >= 5
    assert len(curriculum.framework.rubrics) >= 4
    assert {"onboarding", "certified-sales-representative"} <= set(curriculum.framework.certifications)


def test_each_course_has_a_bank_of_at_least_24_practice_questions(curriculum: Content) -> None:
    counts = Counter(one.id.split("/")[0] for one in curriculum.quizzes.questions.values() if one.pool == "practice")
    assert {slug: counts[slug] for slug in curriculum.courses if counts[slug] < 24} == {}


def test_every_objective_has_a_lesson_and_two_practice_questions(curriculum: Content) -> None:
    asked = Counter(one.model.objective for one in curriculum.quizzes.questions.values() if one.pool == "practice")
    taught = {objective for _course, lesson in lessons(curriculum) for objective in lesson.objectives}
    objectives = [objective for course in curriculum.courses.values() for objective in course.model.objectives]
    assert {one: asked[one] for one in objectives if asked[one] < 2} == {}
    assert set(objectives) - taught == set()


def test_what_a_course_says_it_teaches_is_taught_and_can_be_demonstrated(curriculum: Content) -> None:
    said = [(slug, one.skill, one.level) for slug, course in curriculum.courses.items() for one in course.model.teaches]
    assert [one for one in said if not measures.is_demonstrated(curriculum, *one[1:])] == []
    found = {one: measures.lessons_that_teach(curriculum, *one[1:]) for one in said}
    assert [one for one, there in found.items() if not any(name.startswith(f"{one[0]}/") for name in there)] == []


def test_what_a_certification_asks_is_taught_and_can_be_demonstrated(curriculum: Content) -> None:
    wishes = certified(curriculum)
    assert len(wishes) >= 13
    for one, skill, level in wishes:
        assert measures.lessons_that_teach(curriculum, skill, level), f"{one.id}: no lesson teaches {skill} {level}"
        assert measures.is_demonstrated(curriculum, skill, level), f"{one.id}: nothing demonstrates {skill} {level}"


def test_from_level_three_on_the_practical_judges_the_skill_too(curriculum: Content) -> None:
    for one, skill, level in certified(curriculum):
        if level >= 3:
            assert one.practical is not None, one.id
            criteria = curriculum.framework.rubrics[one.practical.rubric].criteria
            assert any(row.skill == skill and row.level >= level for row in criteria), (
                f"{one.practical.rubric} does not judge {skill} {level}"
            )


def test_fifteen_questions_of_each_certified_skill_are_kept_for_the_exam(curriculum: Content) -> None:
    pool = [one for one in curriculum.quizzes.questions.values() if one.pool == "exam"]
    for one, skill, level in certified(curriculum):
        count = sum(question.model.skill == skill and question.model.level >= level for question in pool)
        assert count >= 15, f"{one.id}: {count} exam questions of {skill} at {level}"


def test_an_exam_draws_from_three_times_its_length(curriculum: Content) -> None:
    assert len(exams(curriculum)) >= 4
    for exam in exams(curriculum):
        matching = {n: len(curriculum.quizzes.matching(line)) for n, line in enumerate(exam.blueprint)}
        assert measures.lines_too_thin(exam, matching, 3) == []
        everything = {one.id for line in exam.blueprint for one in curriculum.quizzes.matching(line)}
        assert len(everything) >= 3 * sum(line.draw for line in exam.blueprint)


def test_no_form_lacks_a_skill_that_the_certification_claims(curriculum: Content) -> None:
    candidates = [
        Candidate(n, one.id, one.model.type, one.model.skill, one.model.level, one.model.points, {})
        for n, one in enumerate(curriculum.quizzes.questions.values())
    ]
    for one in curriculum.framework.certifications.values():
        claimed = {skill: level for each, skill, level in certified(curriculum) if each.id == one.id}
        for name in filter(None, (one.exam, one.renewal and one.renewal.exam)):
            exam = curriculum.quizzes.quizzes[name]
            assert set(claimed) <= measures.skills_never_missing(exam.blueprint), name
            sources = [((line.source,) if isinstance(line.source, str) else tuple(line.source)) for line in exam.blueprint]
            wishes = [Wish(line.draw, source, line.skill, line.level) for line, source in zip(exam.blueprint, sources, strict=True)]
            for seed in range(5):
                form = draw_questions(wishes, candidates, {}, f"form {seed}")
                shown = Counter(question.skill for question in form if question.level >= claimed.get(question.skill, 9))
                assert {skill for skill in claimed if shown[skill] < 5} == set(), name


def test_a_lesson_takes_five_to_fifteen_minutes(curriculum: Content) -> None:
    for course, lesson in lessons(curriculum):
        assert MINUTES[0] <= course.minutes_of(lesson) <= MINUTES[1], lesson.id
        for language in LANGUAGES:
            minutes = reading_minutes(course.texts[lesson.id, language].rendered.plain, language)
            assert READING[0] * 0.7 <= minutes <= READING[1], f"{lesson.id}.{language}"


def test_a_lesson_is_as_long_in_one_language_as_in_the_other_and_built_alike(curriculum: Content) -> None:
    assert {key for course in curriculum.courses.values() for key in course.texts} == {
        (lesson.id, language) for _course, lesson in lessons(curriculum) for language in LANGUAGES
    }
    for course, lesson in lessons(curriculum):
        zh, en = (course.texts[lesson.id, language] for language in LANGUAGES)
        ratio = measures.ratio_of_lengths(zh.rendered.plain, en.rendered.plain)
        assert LESSON_RATIO[0] <= ratio <= LESSON_RATIO[1], f"{lesson.id}: {ratio:.2f}"
        blocks = [[one.strip().split(" ")[0:2] for one in BLOCKS.findall(text.source) if "|" not in one] for text in (zh, en)]
        assert blocks[0] == blocks[1], f"{lesson.id}: blocks"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_has_its_scene_mistake_exercise_and_three_to_five_questions(curriculum: Content, language: str) -> None:
    for course, lesson in lessons(curriculum):
        source = course.texts[lesson.id, language].source
        assert source.lstrip().startswith("!!! scene"), f"{lesson.id}.{language}"
        assert "!!! mistake" in source, f"{lesson.id}.{language}"
        assert ("## Your turn" if language == "en" else "轮到你") in source, f"{lesson.id}.{language}"
        recall = re.findall(r"^    \d\. ", source[source.index("??? check") :], re.M)
        assert 3 <= len(recall) <= 5, f"{lesson.id}.{language}"


def test_a_computed_figure_of_a_lesson_carries_its_sum_and_both_languages_compute_the_same(curriculum: Content) -> None:
    """The checker works the figures; here, that no sum stands bare beside them, and that the two languages agree."""
    for course, lesson in lessons(curriculum):
        sums = {}
        for language in LANGUAGES:
            source = course.texts[lesson.id, language].source
            assert list(measures.sums_in(source)) == [], f"{lesson.id}.{language}"
            sums[language] = Counter(re.sub(r"\s", "", match[3]) for match in FIGURE.finditer(source))
        assert sums["zh"] == sums["en"], f"{lesson.id}: {sums['zh'] - sums['en']} {sums['en'] - sums['zh']}"
