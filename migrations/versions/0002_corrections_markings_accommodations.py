"""corrections, markings, accommodations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("question_id", sa.String(length=130), nullable=False),
        sa.Column("to_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dry_run", sa.JSON(), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'key') = (to_version_id IS NOT NULL)", name=op.f("ck_corrections_version")),
        sa.CheckConstraint("kind IN ('key', 'void')", name=op.f("ck_corrections_kind")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_corrections_two_people")),
        sa.CheckConstraint("effective_at IS NULL OR approved_at IS NOT NULL", name=op.f("ck_corrections_approved")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_corrections_approved_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name=op.f("fk_corrections_proposed_by")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_corrections_question_id")),
        sa.ForeignKeyConstraint(["to_version_id"], ["question_versions.id"], name=op.f("fk_corrections_to_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            "uq_corrections_open",
            ["question_id"],
            unique=True,
            sqlite_where=sa.text("effective_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("effective_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "answer_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_answer_files_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_files")),
    )
    with op.batch_alter_table("answer_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_files_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "disputes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=130), nullable=False),
        sa.Column("question_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (is_upheld IS NULL)", name=op.f("ck_disputes_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_disputes_answered_by")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_disputes_attempt_id")),
        sa.ForeignKeyConstraint(["correction_id"], ["corrections.id"], name=op.f("fk_disputes_correction_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_disputes_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_disputes_question_id")),
        sa.ForeignKeyConstraint(["question_version_id"], ["question_versions.id"], name=op.f("fk_disputes_question_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_disputes_attempt_id_position")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_question_id"), ["question_id"], unique=False)

    op.create_table(
        "markings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rubric_definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("possible", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("earned >= 0 AND earned <= possible AND possible > 0", name=op.f("ck_markings_range")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_markings_attempt_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["people.id"], name=op.f("fk_markings_marker_id")),
        sa.ForeignKeyConstraint(["rubric_definition_id"], ["definitions.id"], name=op.f("fk_markings_rubric_definition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markings")),
        sa.UniqueConstraint(
            "attempt_id", "position", "marker_id", "number", name=op.f("uq_markings_attempt_id_position_marker_id_number")
        ),
    )
    with op.batch_alter_table("markings", schema=None) as batch_op:
        batch_op.create_index("ix_markings_answer", ["attempt_id", "position"], unique=False)

    op.create_table(
        "answer_file_chunks",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["answer_files.id"], name=op.f("fk_answer_file_chunks_file_id")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_answer_file_chunks")),
    )
    with op.batch_alter_table("accommodation_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extra_attempts", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("until_on", sa.Date(), nullable=True))

    for table in ("marks", "scores"):
        _refer(table)
    op.create_index("ix_marks_version", "marks", ["question_version_id", "attempt_id"])
    op.add_column("scores", sa.Column("kept_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    for statement in append_only("markings")[op.get_bind().dialect.name]:
        op.execute(statement)


def _refer(table: str) -> None:
    # A batch would copy the ledger and lose its triggers; SQLite can add a column that refers to another table, when told in one statement.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN correction_id INTEGER CONSTRAINT fk_{table}_correction_id REFERENCES corrections (id)"
        )
    else:
        op.add_column(table, sa.Column("correction_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(f"fk_{table}_correction_id", table, "corrections", ["correction_id"], ["id"])


def downgrade() -> None:
    op.drop_index("ix_marks_version", "marks")
    op.drop_column("scores", "kept_by")
    for table in ("marks", "scores"):
        op.drop_column(table, "correction_id")

    with op.batch_alter_table("accommodation_requests", schema=None) as batch_op:
        batch_op.drop_column("until_on")
        batch_op.drop_column("extra_attempts")

    op.drop_table("answer_file_chunks")
    with op.batch_alter_table("markings", schema=None) as batch_op:
        batch_op.drop_index("ix_markings_answer")

    op.drop_table("markings")
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disputes_question_id"))
        batch_op.drop_index(batch_op.f("ix_disputes_person_id"))

    op.drop_table("disputes")
    with op.batch_alter_table("answer_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_files_attempt_id"))

    op.drop_table("answer_files")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_corrections_open",
            sqlite_where=sa.text("effective_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("effective_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_corrections_question_id"))

    op.drop_table("corrections")
