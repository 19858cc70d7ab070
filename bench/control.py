"""The control: bare Flask on the same server, engine and pragmas; a session cookie, one SELECT and a small template, or one durable INSERT."""

from __future__ import annotations

import os

from flask import Flask, jsonify, request, session
from sqlalchemy import Integer, String, Text, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portal.db import prepare_engine

PAGE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ name }}</p><article>{{ text|safe }}</article>"


class Base(DeclarativeBase):
    """The control's own two tables."""


class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


def create_app() -> Flask:
    """The control app over CONTROL_DATABASE_URL, with a page of 8 KB, as long as a lesson."""
    app = Flask("control")
    app.secret_key = os.environ["CONTROL_SECRET"]
    app.config["SESSION_COOKIE_NAME"] = "portal"
    engine = create_engine(os.environ["CONTROL_DATABASE_URL"])
    prepare_engine(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as fresh:
        if fresh.get(Page, 1) is None:
            fresh.add(Page(id=1, title="A page", text="<p>A sentence of a page.</p>" * 300))
            fresh.commit()

    template = app.jinja_env.from_string(PAGE)  # compiled once, as a template in a file would be

    @app.get("/health")
    def health() -> str:
        return "ok"

    @app.get("/page")
    def page() -> str:
        with Session(engine) as reading:
            row = reading.execute(select(Page.title, Page.text).where(Page.id == 1)).one()
        return template.render(title=row.title, name=session["_user_id"], text=row.text)

    @app.post("/note")
    def note() -> object:
        answer = request.get_json()
        with Session(engine) as writing:
            writing.connection(execution_options={"will_write": True})
            writing.add(Note(person_id=len(session["_user_id"]), text=str(answer["answer"])))
            writing.commit()
        return jsonify({"saved": True})

    return app
