"""A year at the demo company, step by step through the services, each at the moment when it happened."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from portal import journeys
from portal.assignments import service as assignments_service
from portal.courses import queries as courses
from portal.courses import service as courses_service
from portal.db import db, transaction
from portal.demo.answers import answer
from portal.demo.plan import DOMAIN, Company, Member
from portal.framework.queries import current_release, get_framework
from portal.people import queries as people
from portal.people import service as people_service
from portal.people.rules import Accommodation
from portal.performance import service as performance
from portal.practicals import service as practicals
from portal.promotions import service as promotions
from portal.quizzes import queries as quizzes
from portal.quizzes import service as quizzes_service
from portal.reviews import service as reviews
from portal.reviews.queries import find_review, list_of_cycle
from portal.reviews.tables import ReviewCycle
from portal.spreadsheets import to_csv

CERTIFICATION = "onboarding"
ASSESSORS = {"east": "south", "south": "overseas", "overseas": "east", None: "east"}
SENTENCES = {
    "zh": (
        "客户会议前准备充分，纪要当天发出。",
        "追问再多一个会更好。",
        "回款跟得紧，客户愿意接电话。",
        "交接清楚，从不让同事追。",
    ),
    "en": (
        "Prepares well and sends minutes the same day.",
        "One more follow-up question would help.",
        "Stays on overdue payments without losing the customer.",
        "Hands over cleanly; nobody has to chase.",
    ),
}


def at(day: date, hour: int = 2, minute: int = 0) -> datetime:
    """A moment of a day, in UTC (2 o'clock is 10 in the morning in Shanghai)."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def learn(member: Member, person_id: int, ids: dict[str, int], today: date, rng: random.Random) -> None:
    """Notice, lessons, practice, exam and practical, as far as the member's stage goes. One unit of work."""
    day = member.joined_on + timedelta(days=1)
    people_service.acknowledge(person_id, at(day))
    release = current_release()
    catalog = courses.get_catalog(release).courses
    done = {"new": 2, "learning": 9}.get(member.stage, 10**6)
    for asked in get_framework(release).certifications[CERTIFICATION].courses:  # in the order in which newcomers take them
        course = catalog[asked.id]
        for lesson in course.lessons:
            if done <= 0 or day >= today:
                return
            moment = at(day, 3, rng.randrange(50))
            courses_place(person_id, lesson.id, moment)
            journeys.complete_lesson(person_id, lesson.id, release, moment)
            done -= 1
            day += timedelta(days=1 if lesson.position % 2 else 0)
        if course.quiz:
            sit(person_id, course.quiz, member, at(day, 5), rng)
            day += timedelta(days=1)
    _certify(member, person_id, ids, day, today, rng)


def courses_place(person_id: int, lesson_id: int, moment: datetime) -> None:
    """Opened, some minutes before it was done."""
    courses_service.remember_place(person_id, lesson_id, "", moment - timedelta(minutes=8))


def _certify(member: Member, person_id: int, ids: dict[str, int], day: date, today: date, rng: random.Random) -> None:
    exam = get_framework(current_release()).certifications[CERTIFICATION].exam or ""
    for number in range(3):
        day += timedelta(days=3)
        if day >= today:
            return
        better = replace(member, ability=min(0.98, member.ability + number * 0.08))  # who failed has practised
        if sit(person_id, exam, better, at(day, 6), rng):
            break
    if member.stage == "examined":
        _ask_practical(person_id, at(min(day + timedelta(days=2), today)))
        return
    day += timedelta(days=4)
    if day < today:
        _practical(person_id, ids[f"{ASSESSORS[member.team]}.expert@{DOMAIN}"], day, rng)


def sit(person_id: int, slug: str, member: Member, moment: datetime, rng: random.Random) -> bool:
    """One attempt, answered within its time. Returns whether it was passed."""
    attempt_id = quizzes_service.start(
        person_id, slug, "en" if member.locale == "en" else "zh", 0, Accommodation(), moment, rng.getrandbits(60)
    )
    view = quizzes.get_attempt_view(attempt_id, person_id)
    if view is None:
        raise LookupError(attempt_id)
    for question in view.questions:
        moment += timedelta(seconds=rng.randrange(15, 45))
        given = answer(question.type, question.facts, question.drawn, member.ability, rng)
        saving = quizzes.Saving(person_id, attempt_id, view.locale, len(view.questions), None, view.deadline_at, 0, None)
        save_id = f"demo-{attempt_id}-{question.position}"
        quizzes_service.save_answer(saving, question.position, save_id, 0, given, view.locale, moment)
    journeys.submit_attempt(attempt_id, person_id, moment + timedelta(seconds=30))
    return quizzes.list_attempts([attempt_id])[attempt_id].is_passed


def _ask_practical(person_id: int, moment: datetime) -> int:
    framework = get_framework(current_release())
    practical = framework.certifications[CERTIFICATION].practical
    if practical is None:
        raise LookupError(CERTIFICATION)
    return practicals.request_practical(person_id, CERTIFICATION, framework.rubrics[practical.rubric], person_id, moment)


def _practical(person_id: int, assessor_id: int, day: date, rng: random.Random) -> None:
    framework = get_framework(current_release())
    practical = framework.certifications[CERTIFICATION].practical
    moment = at(day + timedelta(days=2), 7)
    if not people.has_role(assessor_id, "assessor", moment.date()):
        return
    practical_id = _ask_practical(person_id, at(day))
    rubric = framework.rubrics[practical.rubric if practical else ""]
    ratings = {one.id: rng.choice((4, 4, 4, 5, 5)) for one in rubric.criteria}
    journeys.score_practical(practical_id, assessor_id, ratings, "", moment.date(), None, moment)


def assignments(ids: dict[str, int], today: date) -> None:
    """Managers have assigned courses; some are overdue."""
    slugs = list(courses.get_catalog(current_release()).courses)
    for team in ("east", "south", "overseas"):
        manager = ids[f"{team}.manager@{DOMAIN}"]
        allowed = people.list_report_ids(manager, today)
        for number, slug in ((1, slugs[0]), (2, slugs[-1])):
            given = today - timedelta(days=8 * number)
            with transaction():
                due = today + timedelta(days=5) if number == 1 else today - timedelta(days=2)
                person = str(ids[f"{team}.rep{number}@{DOMAIN}"])
                assignments_service.assign(slug, "person", person, due, "", manager, allowed, given, at(given))


def coaching(plan: Company, ids: dict[str, int], today: date) -> None:
    """Supervisors have played a first visit with their newest."""
    rubric = next(iter(get_framework(current_release()).rubrics.values()))
    for team in ("east", "south", "overseas"):
        locale = plan.by_email(f"{team}.rep1@{DOMAIN}").locale
        words = {"zh": "开场清楚。追问再多一个就好。", "en": "A clear opening. One more follow-up question next time."}[locale]
        day = today - timedelta(days=2)
        with transaction():
            ratings = {one.id: 3 for one in rubric.criteria}
            practicals.coach(ids[f"{team}.rep1@{DOMAIN}"], ids[f"{team}.supervisor@{DOMAIN}"], rubric, ratings, words, day, at(day))


def quarters(today: date, count: int) -> list[tuple[date, date]]:
    """The last complete quarters, oldest first."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found = []
    for _n in range(count):
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        found.append((first, last))
    return found[::-1]


def kpi_plan(plan: Company, today: date, rng: random.Random) -> performance.Plan:
    """A year of KPIs as a file, read as any file would be."""
    rows = []
    for first, last in quarters(today, 4):
        for member in plan.members:
            if member.rung is None or member.joined_on > first:
                continue
            scale = 3 if member.rung in {"manager", "director"} else 1
            reached = round(300_000 * scale * rng.uniform(0.7, 1.15), -3)
            won, lost = rng.randrange(4, 12), rng.randrange(6, 16)
            for kpi, actual, target in (
                ("revenue", reached, 300_000 * scale), ("cash-collected", round(reached * rng.uniform(0.8, 1), -3), 270_000 * scale),
                ("deals-won", won, ""), ("deals-lost", lost, ""), ("close-rate", "", 40), ("satisfaction", round(rng.uniform(3.8, 4.9), 1), 4.5),
                ("customers-won", won, 8 * scale), ("renewal-rate", round(rng.uniform(80, 97), 0), 91),
            ):  # fmt: skip
                rows.append((member.email, kpi, first.isoformat(), last.isoformat(), actual, target))
    content = to_csv(("person", "kpi", "period_from", "period_until", "actual", "target"), rows)
    found = performance.plan_import(f"kpis-{today.year}.csv", content)
    if found.wrong:
        raise ValueError(found.wrong[:3])
    return found


def review_cycles(plan: Company, ids: dict[str, int], today: date, rng: random.Random) -> None:
    """One closed cycle of the quarter before last, and an open one of the last."""
    (first, last), (start, end) = quarters(today, 2)
    hr = ids[f"hr@{DOMAIN}"]
    closed = _open(ids, hr, first, last, last + timedelta(days=20), last + timedelta(days=3))
    with transaction():
        reason = {"zh": "本季度没有做客户调查。", "en": "No customer survey was made in this quarter."}
        reviews.excuse(
            closed, "feedback", "customers", {"all": True}, f"{reason['zh']} {reason['en']}", hr, at(last + timedelta(days=4))
        )
        reviews.excuse(
            closed,
            "learning",
            "requirements",
            {"all": True},
            "入职不久，尚无应达成的要求。 Too new for any requirement.",
            hr,
            at(last + timedelta(days=4)),
        )
        reviews.excuse(
            closed,
            "kpis",
            None,
            {"all": True},
            "季度中入职，无完整季度数据。 Joined during the quarter: no full figures.",
            hr,
            at(last + timedelta(days=4)),
        )
    for review in list_of_cycle(closed):
        _write(review.id, review.person_id, review.manager_id, plan, ids, last, rng, whole=True)
    with transaction():
        cycle = db.session.get_one(ReviewCycle, closed)
        cycle.closed_at = at(last + timedelta(days=40))
    opened = _open(ids, hr, start, end, today + timedelta(days=10), max(end + timedelta(days=3), today - timedelta(days=20)))
    for number, review in enumerate(list_of_cycle(opened)):
        if number % 3 == 0:
            _write(review.id, review.person_id, review.manager_id, plan, ids, today - timedelta(days=12), rng, whole=False)


def _open(ids: dict[str, int], hr: int, first: date, last: date, feedback_until: date, on: date) -> int:
    template = get_framework(current_release()).review_templates["representative"]
    title = {language: f"{template.title[language]} {first:%Y-%m} – {last:%Y-%m}" for language in ("zh", "en")}
    allowed = [person for email, person in ids.items() if email.split("@")[0] not in {"hr", "director"}]
    with transaction():
        return reviews.open_cycle(template, title, None, first, last, feedback_until, hr, allowed, on, at(on))


def _write(
    review_id: int, person_id: int, manager_id: int, plan: Company, ids: dict[str, int], day: date, rng: random.Random, whole: bool
) -> None:
    """Colleagues' feedback, the person's own view, the manager's text; a whole one is signed and read."""
    emails = {person: email for email, person in ids.items()}
    member = plan.by_email(emails[person_id])
    words = SENTENCES[member.locale]
    mates = [ids[one.email] for one in plan.members if one.team == member.team and ids[one.email] not in {person_id, manager_id}]
    with transaction():
        for colleague in rng.sample(mates, 5):
            reviews.invite(review_id, colleague, manager_id)
            if whole or rng.random() < 0.6:
                reviews.give_feedback(review_id, colleague, rng.choice((3, 4, 4, 5)), rng.choice(words), day)
        reviews.write(review_id, "self", person_id, None, words[0], at(day + timedelta(days=5)))
        reviews.write(review_id, "manager", manager_id, rng.choice((3, 3, 4, 4, 5)), rng.choice(words), at(day + timedelta(days=8)))
    if whole:
        signed = day + timedelta(days=25)
        with transaction():
            reviews.sign(review_id, manager_id, _rating(review_id, signed), rng.choice(words), signed, at(signed, 8))
        with transaction():
            reviews.acknowledge(review_id, person_id, at(signed + timedelta(days=2)))


def _rating(review_id: int, on: date) -> str:
    """What a manager would give: near the calculation, which stays evidence."""
    review = find_review(review_id)
    score = reviews.compute(review, on).score if review else None
    if score is None:
        return "meets"
    return "strong" if score >= 97 else "meets" if score >= 80 else "partly"


def promotion(ids: dict[str, int], today: date) -> None:
    """One case under way: endorsed, two deciders appointed, none has voted."""
    person, manager = ids[f"east.rep6@{DOMAIN}"], ids[f"east.manager@{DOMAIN}"]
    day = today - timedelta(days=6)
    with transaction():
        case_id = promotions.open_case(
            person, "promotion", "senior-representative", "", "", today + timedelta(days=20), manager, today, at(day)
        )
        promotions.endorse(case_id, manager, "两年里带出过两位新人，客户续约率高于团队。", today, at(day + timedelta(days=1)))
        for email in (f"south.manager@{DOMAIN}", f"hr2@{DOMAIN}"):
            promotions.appoint(case_id, ids[email], ids[f"hr@{DOMAIN}"], today, at(day + timedelta(days=2)))
