"""statistics, cut scores and quality gates"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gate_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quiz_slug", sa.String(length=60), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_gate_decisions_decided_by")),
        sa.ForeignKeyConstraint(["quiz_slug"], ["quizzes.slug"], name=op.f("fk_gate_decisions_quiz_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_decisions")),
    )
    with op.batch_alter_table("gate_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_gate_decisions_quiz", ["quiz_slug", "id"], unique=False)

    op.create_table(
        "quiz_statistics",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quiz_slug", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("error_millionths", sa.Integer(), nullable=True),
        sa.Column("gate", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("seen", sa.String(length=120), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["quiz_slug"], ["quizzes.slug"], name=op.f("fk_quiz_statistics_quiz_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_statistics")),
        sa.UniqueConstraint("quiz_slug", "key", name=op.f("uq_quiz_statistics_quiz_slug_key")),
    )
    op.create_table(
        "cut_studies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quiz_slug", sa.String(length=60), nullable=False),
        sa.Column("quiz_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_percent", sa.Integer(), nullable=True),
        sa.Column("adopted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(adopted_at IS NULL) = (adopted_percent IS NULL)", name=op.f("ck_cut_studies_adopted")),
        sa.CheckConstraint("adopted_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_cut_studies_closed")),
        sa.CheckConstraint("adopted_percent IS NULL OR adopted_percent BETWEEN 0 AND 100", name=op.f("ck_cut_studies_percent")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_cut_studies_round")),
        sa.ForeignKeyConstraint(["adopted_by"], ["people.id"], name=op.f("fk_cut_studies_adopted_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_cut_studies_opened_by")),
        sa.ForeignKeyConstraint(["quiz_slug"], ["quizzes.slug"], name=op.f("fk_cut_studies_quiz_slug")),
        sa.ForeignKeyConstraint(["quiz_version_id"], ["quiz_versions.id"], name=op.f("fk_cut_studies_quiz_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_studies")),
    )
    with op.batch_alter_table("cut_studies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cut_studies_quiz_slug"), ["quiz_slug"], unique=False)
        batch_op.create_index(
            "uq_cut_studies_open",
            ["quiz_slug"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "question_statistics",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quiz_slug", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.String(length=130), nullable=False),
        sa.Column("scoring_hash", sa.String(length=64), nullable=False),
        sa.Column("question_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("needs_look", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_statistics_question_id")),
        sa.ForeignKeyConstraint(
            ["question_version_id"], ["question_versions.id"], name=op.f("fk_question_statistics_question_version_id")
        ),
        sa.ForeignKeyConstraint(["quiz_slug"], ["quizzes.slug"], name=op.f("fk_question_statistics_quiz_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_statistics")),
        sa.UniqueConstraint(
            "quiz_slug",
            "key",
            "question_id",
            "scoring_hash",
            name=op.f("uq_question_statistics_quiz_slug_key_question_id_scoring_hash"),
        ),
    )
    with op.batch_alter_table("question_statistics", schema=None) as batch_op:
        batch_op.create_index("ix_question_statistics_question", ["question_id"], unique=False)

    op.create_table(
        "cut_estimates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("study_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_cut_estimates_percent")),
        sa.ForeignKeyConstraint(["judge_id"], ["people.id"], name=op.f("fk_cut_estimates_judge_id")),
        sa.ForeignKeyConstraint(
            ["question_version_id"], ["question_versions.id"], name=op.f("fk_cut_estimates_question_version_id")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["cut_studies.id"], name=op.f("fk_cut_estimates_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_estimates")),
        sa.UniqueConstraint(
            "study_id",
            "round",
            "judge_id",
            "question_version_id",
            name=op.f("uq_cut_estimates_study_id_round_judge_id_question_version_id"),
        ),
    )
    for statement in append_only("gate_decisions")[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("cut_estimates")
    with op.batch_alter_table("question_statistics", schema=None) as batch_op:
        batch_op.drop_index("ix_question_statistics_question")

    op.drop_table("question_statistics")
    with op.batch_alter_table("cut_studies", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cut_studies_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_cut_studies_quiz_slug"))

    op.drop_table("cut_studies")
    op.drop_table("quiz_statistics")
    with op.batch_alter_table("gate_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_gate_decisions_quiz")

    op.drop_table("gate_decisions")
