"""Who works at the demo company, and since when: a plan from a seed, as values."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

PASSWORD = "learn-to-sell"  # noqa: S105  # of the demo company only, printed for everyone
DOMAIN = "lichuan.example"
SURNAMES = ["林", "周", "陈", "许", "沈", "顾", "韩", "何", "苏", "程", "叶", "方", "姚", "邹", "陆", "夏"]
GIVEN = [
    "晓",
    "远",
    "默",
    "一鸣",
    "书言",
    "嘉禾",
    "知遥",
    "子衿",
    "思齐",
    "南乔",
    "望舒",
    "清和",
    "允之",
    "若水",
    "景行",
    "牧之",
    "云岫",
    "佳宁",
    "之恒",
    "以宁",
]
PINYIN = {
    "林": "lin", "周": "zhou", "陈": "chen", "许": "xu", "沈": "shen", "顾": "gu", "韩": "han", "何": "he", "苏": "su", "程": "cheng",
    "叶": "ye", "方": "fang", "姚": "yao", "邹": "zou", "陆": "lu", "夏": "xia",
}  # fmt: skip
ENGLISH_FIRST = ["Amy", "Ben", "Clara", "Dan", "Ella", "Finn", "Grace", "Hugo", "Iris", "Jonas", "Kate", "Leo", "Mona", "Nick"]
ENGLISH_LAST = [
    "Hale",
    "Marsh",
    "Quill",
    "Reyes",
    "Thorn",
    "Varga",
    "Wilde",
    "Young",
    "Archer",
    "Bennet",
    "Crane",
    "Dorn",
    "Ember",
    "Frost",
]


@dataclass(frozen=True)
class Member:
    """One person of the plan. `ability` (0 to 1) is how likely they answer a question rightly."""

    email: str
    name: str
    locale: str
    team: str | None
    rung: str | None
    manager: str | None
    joined_on: date
    ability: float
    roles: tuple[str, ...] = ()
    stage: str = "certified"  # new, learning, examined, certified, veteran
    mentor: str | None = None


@dataclass(frozen=True)
class Company:
    """Everybody, managers before their people."""

    members: tuple[Member, ...] = field(default=())

    def by_email(self, email: str) -> Member:
        """One member."""
        return next(one for one in self.members if one.email == email)


TEAMS = {"east": ("华东团队", "East China"), "south": ("华南团队", "South China"), "overseas": ("海外团队", "Overseas")}
STAGES = ("new", "learning", "examined", "certified", "certified", "veteran", "certified", "learning", "veteran")


def _names(rng: random.Random) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    chinese = [(surname + given, f"{PINYIN[surname]}{n}") for n, (surname, given) in enumerate(_pairs(rng, SURNAMES, GIVEN), 1)]
    english = [
        (f"{first} {last}", f"{first}.{last}".lower())
        for first, last in zip(ENGLISH_FIRST, rng.sample(ENGLISH_LAST, 14), strict=True)
    ]
    return chinese, english


def _pairs(rng: random.Random, left: list[str], right: list[str]) -> list[tuple[str, str]]:
    pairs = [(a, b) for a in left for b in right]
    rng.shuffle(pairs)
    return pairs[:40]


def make_plan(today: date, seed: int = 7) -> Company:
    """The company as of a day. The same seed and day give the same company."""
    rng = random.Random(seed)  # noqa: S311  # a plan to repeat, not a secret
    chinese, english = _names(rng)

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    members = [
        Member(f"admin@{DOMAIN}", "陆之恒", "zh", None, None, None, ago(900), 0.9, ("administrator",), "none"),
        Member(f"author@{DOMAIN}", "Nora Finch", "en", None, None, None, ago(800), 0.9, ("author",), "none"),
        Member(f"hr@{DOMAIN}", "沈若水", "zh", None, None, None, ago(880), 0.9, ("hr",), "none"),
        Member(f"hr2@{DOMAIN}", "Ruth Calder", "en", None, None, None, ago(700), 0.9, ("hr",), "none"),
        Member(f"director@{DOMAIN}", "周望舒", "zh", None, "director", None, ago(1400), 0.95, (), "veteran"),
    ]
    for team in TEAMS:
        names = english if team == "overseas" else chinese
        members += _team(team, names, rng, ago)
    return Company(tuple(members))


def _team(team: str, names: list[tuple[str, str]], rng: random.Random, days_ago: Callable[[int], date]) -> list[Member]:
    locale = "en" if team == "overseas" else "zh"
    manager, supervisor = f"{team}.manager@{DOMAIN}", f"{team}.supervisor@{DOMAIN}"
    found = [
        Member(manager, names.pop(0)[0], locale, team, "manager", f"director@{DOMAIN}", days_ago(1200), 0.93, (), "veteran"),
        Member(supervisor, names.pop(0)[0], locale, team, "supervisor", manager, days_ago(820), 0.9, (), "veteran"),
        Member(
            f"{team}.expert@{DOMAIN}",
            names.pop(0)[0],
            locale,
            team,
            "key-account-manager",
            manager,
            days_ago(1000),
            0.92,
            ("assessor",),
            "veteran",
        ),
        Member(
            f"{team}.senior@{DOMAIN}",
            names.pop(0)[0],
            locale,
            team,
            "senior-representative",
            manager,
            days_ago(790),
            0.88,
            (),
            "veteran",
        ),
    ]
    joined = {"new": 9, "learning": 40, "examined": 75, "certified": 330, "veteran": 720}
    for n, stage in enumerate(STAGES):
        boss = manager if n % 2 else supervisor
        day = days_ago(joined[stage] + rng.randrange(0, 12))
        found.append(
            Member(
                f"{team}.rep{n + 1}@{DOMAIN}", names.pop(0)[0], locale, team, "representative", boss, day, round(rng.uniform(0.72, 0.95), 2), (), stage,
                f"{team}.senior@{DOMAIN}",
            )
        )  # fmt: skip
    return found
