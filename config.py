"""Settings: read once from the environment, every missing or malformed one named at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent


class ConfigError(Exception):
    """One or more settings are missing or malformed; `problems` lists a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """What the portal is started with. Paths are absolute; the time zone is the organisation's."""

    database_url: str
    secret_key: str
    audit_key: bytes
    audit_head_file: Path
    content_folder: Path
    var_folder: Path
    time_zone: ZoneInfo
    host: str
    port: int
    workers: int
    secure_cookies: bool
    trusted_proxies: int
    pdf_font: Path | None


def _key(path: Path, problems: list[str], name: str) -> str:
    """The key in a file, made on first use with permissions for its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{name}={path}: cannot be read or made ({error}). Name a file that the portal may write.")
        return ""
    if len(text) < 32:
        problems.append(f"{name}={path}: the key has fewer than 32 characters. Remove the file to have one made.")
    return text


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int, problems: list[str]) -> int:
    text = env.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        problems.append(f"{name}={text!r}: write a whole number from {least} to {most}.")
        return default
    return int(text)


def load(env: Mapping[str, str]) -> Config:
    """The configuration that `env` asks for. Raises ConfigError with every problem found."""
    problems: list[str] = []
    var = Path(env.get("PORTAL_VAR", ROOT / "var")).resolve()
    url = env.get("DATABASE_URL", f"sqlite:///{var / 'portal.sqlite3'}")
    url = url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url
    url = url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        problems.append(f"DATABASE_URL={url!r}: write sqlite:////absolute/file or postgresql://user:password@host/name.")
    zone_name = env.get("TIME_ZONE", "Asia/Shanghai")
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"TIME_ZONE={zone_name!r}: not a known time zone. Write one like Asia/Shanghai.")
        zone = ZoneInfo("UTC")
    content = Path(env.get("CONTENT_FOLDER", ROOT)).resolve()
    if not (content / "courses").is_dir():
        problems.append(f"CONTENT_FOLDER={content}: holds no folder `courses`.")
    secret = _key(Path(env.get("SECRET_KEY_FILE", var / "secret_key")).resolve(), problems, "SECRET_KEY_FILE")
    audit = _key(Path(env.get("AUDIT_KEY_FILE", var / "audit_key")).resolve(), problems, "AUDIT_KEY_FILE")
    config = Config(
        database_url=url,
        secret_key=secret,
        audit_key=audit.encode("ascii"),
        audit_head_file=Path(env.get("AUDIT_HEAD_FILE", var / "audit_head.log")).resolve(),
        content_folder=content,
        var_folder=var,
        time_zone=zone,
        host=env.get("HOST", "127.0.0.1"),
        port=_number(env, "PORT", 8000, 1, 65535, problems),
        workers=_number(env, "WORKERS", 2, 1, 64, problems),
        secure_cookies=env.get("SECURE_COOKIES", "no") == "yes",
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, 0, 8, problems),
        pdf_font=Path(env["PDF_FONT"]).resolve() if env.get("PDF_FONT") else None,
    )
    if problems:
        raise ConfigError(problems)
    return config
