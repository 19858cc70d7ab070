"""first release"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import append_only

revision = "0001"
down_revision = None
LEDGERS = ("answer_events", "audit_entries", "evidence", "kpi_values", "marks", "practical_scores", "scores")
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "content_releases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_releases")),
    )
    op.create_table(
        "courses",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_courses")),
    )
    op.create_table(
        "leases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
        sa.UniqueConstraint("name", "due_at", name=op.f("uq_leases_name_due_at")),
    )
    op.create_table(
        "limit_counters",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limit_counters")),
    )
    with op.batch_alter_table("limit_counters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_limit_counters_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "outbox_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_items")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_items_key")),
    )
    with op.batch_alter_table("outbox_items", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_items_waiting", ["done_at", "due_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("employee_number", sa.String(length=40), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=True),
        sa.Column("location", sa.String(length=60), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("employee_number", name=op.f("uq_people_employee_number")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=130), nullable=False),
        sa.Column("pool", sa.String(length=10), nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_table(
        "quizzes",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_quizzes")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name=op.f("fk_teams_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("slug", name=op.f("uq_teams_slug")),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absences_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("person_id", "from_on", name=op.f("uq_absences_person_id_from_on")),
    )
    op.create_table(
        "accommodation_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_factor_percent", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_accommodation_requests_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accommodation_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation_requests")),
    )
    with op.batch_alter_table("accommodation_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accommodation_requests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("subject LIKE 'review:%' OR subject LIKE 'attempt:%'", name=op.f("ck_appeals_subject")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_appeals_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appeals_person_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_appeals_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_subject"), ["subject"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_slug", sa.String(length=60), nullable=False),
        sa.Column("target_kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("target_kind IN ('person', 'team', 'rung')", name=op.f("ck_assignments_target_kind")),
        sa.ForeignKeyConstraint(["assigned_by"], ["people.id"], name=op.f("fk_assignments_assigned_by")),
        sa.ForeignKeyConstraint(["course_slug"], ["courses.slug"], name=op.f("fk_assignments_course_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_table(
        "course_completions",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_slug", sa.String(length=60), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["course_slug"], ["courses.slug"], name=op.f("fk_course_completions_course_slug")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_course_completions_person_id")),
        sa.ForeignKeyConstraint(["release_id"], ["content_releases.id"], name=op.f("fk_course_completions_release_id")),
        sa.PrimaryKeyConstraint("person_id", "course_slug", name=op.f("pk_course_completions")),
    )
    op.create_table(
        "definitions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["content_releases.id"], name=op.f("fk_definitions_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definitions")),
        sa.UniqueConstraint("kind", "slug", "fingerprint", name=op.f("uq_definitions_kind_slug_fingerprint")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("demonstrated_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('exam', 'practical')", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_evidence_level")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_evidence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("source", "skill", "level", name=op.f("uq_evidence_source_skill_level")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_person", ["person_id", "skill"], unique=False)

    op.create_table(
        "exemptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certification_slug", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name=op.f("fk_exemptions_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exemptions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
    )
    with op.batch_alter_table("exemptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemptions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kpi_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("imported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["people.id"], name=op.f("fk_kpi_imports_imported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_imports")),
    )
    op.create_table(
        "lessons",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_slug", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["course_slug"], ["courses.slug"], name=op.f("fk_lessons_course_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("course_slug", "slug", name=op.f("uq_lessons_course_slug_slug")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["published_by"], ["people.id"], name=op.f("fk_notices_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_table(
        "promotion_cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_rung", sa.String(length=60), nullable=False),
        sa.Column("to_rung", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("endorsed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("endorsement", sa.Text(), nullable=True),
        sa.Column("endorsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('promotion', 'probation')", name=op.f("ck_promotion_cases_kind")),
        sa.CheckConstraint("state IN ('open', 'approved', 'declined', 'withdrawn')", name=op.f("ck_promotion_cases_state")),
        sa.ForeignKeyConstraint(["endorsed_by"], ["people.id"], name=op.f("fk_promotion_cases_endorsed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_promotion_cases_opened_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_promotion_cases_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_cases")),
    )
    with op.batch_alter_table("promotion_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promotion_cases_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_promotion_cases_open",
            ["person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "question_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.String(length=130), nullable=False),
        sa.Column("scoring_hash", sa.String(length=64), nullable=False),
        sa.Column("prose_hash", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(length=80), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("prose", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_versions_question_id")),
        sa.ForeignKeyConstraint(["release_id"], ["content_releases.id"], name=op.f("fk_question_versions_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_versions")),
        sa.UniqueConstraint(
            "question_id", "scoring_hash", "prose_hash", name=op.f("uq_question_versions_question_id_scoring_hash_prose_hash")
        ),
    )
    with op.batch_alter_table("question_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_versions_skill"), ["skill"], unique=False)

    op.create_table(
        "quiz_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["content_releases.id"], name=op.f("fk_quiz_versions_release_id")),
        sa.ForeignKeyConstraint(["slug"], ["quizzes.slug"], name=op.f("fk_quiz_versions_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_versions")),
        sa.UniqueConstraint("slug", "fingerprint", name=op.f("uq_quiz_versions_slug_fingerprint")),
    )
    op.create_table(
        "relations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('reports_to', 'mentored_by', 'delegates_to', 'relative_of')", name=op.f("ck_relations_kind")),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_relations_two_people")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_relations_days")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_relations_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_relations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
    )
    with op.batch_alter_table("relations", schema=None) as batch_op:
        batch_op.create_index("ix_relations_other", ["other_id", "kind"], unique=False)
        batch_op.create_index("ix_relations_person", ["person_id", "kind"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('hr', 'assessor', 'author', 'administrator')", name=op.f("ck_role_grants_role")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_role_grants_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_role_grants_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rung_periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rung", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("promotion_case_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_rung_periods_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rung_periods_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung_periods")),
        sa.UniqueConstraint("person_id", "from_on", name=op.f("uq_rung_periods_person_id_from_on")),
    )
    with op.batch_alter_table("rung_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rung_periods_rung"), ["rung"], unique=False)

    op.create_table(
        "set_password_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["people.id"], name=op.f("fk_set_password_links_issued_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_set_password_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_password_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_set_password_links_token_hash")),
    )
    with op.batch_alter_table("set_password_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_password_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "team_memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_team_memberships_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_team_memberships_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_memberships_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_memberships")),
    )
    with op.batch_alter_table("team_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_memberships_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_memberships_team_id"), ["team_id"], unique=False)

    op.create_table(
        "assignment_people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_assignment_people_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignment_people_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_people")),
        sa.UniqueConstraint("assignment_id", "person_id", name=op.f("uq_assignment_people_assignment_id_person_id")),
    )
    with op.batch_alter_table("assignment_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quiz_slug", sa.String(length=60), nullable=False),
        sa.Column("quiz_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.String(length=10), nullable=True),
        sa.CheckConstraint("purpose IN ('practice', 'certification', 'evidence')", name=op.f("ck_attempts_purpose")),
        sa.CheckConstraint("pass_percent BETWEEN 0 AND 100", name=op.f("ck_attempts_pass_percent")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id")),
        sa.ForeignKeyConstraint(["quiz_slug"], ["quizzes.slug"], name=op.f("fk_attempts_quiz_slug")),
        sa.ForeignKeyConstraint(["quiz_version_id"], ["quiz_versions.id"], name=op.f("fk_attempts_quiz_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("person_id", "quiz_slug", "number", name=op.f("uq_attempts_person_id_quiz_slug_number")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attempts_due",
            ["deadline_at"],
            unique=False,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_attempts_quiz_slug"), ["quiz_slug"], unique=False)
        batch_op.create_index(
            "uq_attempts_open",
            ["person_id", "quiz_slug"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "certification_periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certification_slug", sa.String(length=60), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("window_opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_certification_periods_validity")),
        sa.ForeignKeyConstraint(["definition_id"], ["definitions.id"], name=op.f("fk_certification_periods_definition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_certification_periods_person_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["people.id"], name=op.f("fk_certification_periods_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_periods")),
        sa.UniqueConstraint("code", name=op.f("uq_certification_periods_code")),
        sa.UniqueConstraint(
            "person_id", "certification_slug", "cycle", name=op.f("uq_certification_periods_person_id_certification_slug_cycle")
        ),
    )
    with op.batch_alter_table("certification_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certification_periods_certification_slug"), ["certification_slug"], unique=False)
        batch_op.create_index("ix_certification_periods_until", ["valid_until"], unique=False)

    op.create_table(
        "deciders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("appointed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vote", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("vote IN ('approve', 'decline')", name=op.f("ck_deciders_vote")),
        sa.ForeignKeyConstraint(["appointed_by"], ["people.id"], name=op.f("fk_deciders_appointed_by")),
        sa.ForeignKeyConstraint(["case_id"], ["promotion_cases.id"], name=op.f("fk_deciders_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deciders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deciders")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_deciders_case_id_person_id")),
    )
    with op.batch_alter_table("deciders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deciders_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kpi_values",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kpi", sa.String(length=60), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("period_until >= period_from", name=op.f("ck_kpi_values_period")),
        sa.ForeignKeyConstraint(["import_id"], ["kpi_imports.id"], name=op.f("fk_kpi_values_import_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kpi_values_person_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["kpi_values.id"], name=op.f("fk_kpi_values_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_values")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_kpi_values_supersedes_id")),
    )
    with op.batch_alter_table("kpi_values", schema=None) as batch_op:
        batch_op.create_index("ix_kpi_values_person", ["person_id", "kpi", "period_from"], unique=False)

    op.create_table(
        "lesson_progress",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_progress_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_lesson_progress_person_id")),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", name=op.f("pk_lesson_progress")),
    )
    op.create_table(
        "lesson_texts",
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_texts_lesson_id")),
        sa.PrimaryKeyConstraint("lesson_id", "locale", name=op.f("pk_lesson_texts")),
    )
    op.create_table(
        "notice_receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_receipts_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notice_receipts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_receipts")),
        sa.UniqueConstraint("person_id", "notice_id", name=op.f("uq_notice_receipts_person_id_notice_id")),
    )
    op.create_table(
        "practicals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("certification_slug", sa.String(length=60), nullable=True),
        sa.Column("rubric_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assessor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("scheduled_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('certifying', 'coaching')", name=op.f("ck_practicals_kind")),
        sa.ForeignKeyConstraint(["assessor_id"], ["people.id"], name=op.f("fk_practicals_assessor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_practicals_person_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["people.id"], name=op.f("fk_practicals_requested_by")),
        sa.ForeignKeyConstraint(["rubric_id"], ["definitions.id"], name=op.f("fk_practicals_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practicals")),
    )
    with op.batch_alter_table("practicals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practicals_assessor_id"), ["assessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practicals_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_practicals_waiting",
            ["person_id", "certification_slug"],
            unique=True,
            sqlite_where=sa.text("kind = 'certifying' AND closed_at IS NULL"),
            postgresql_where=sa.text("kind = 'certifying' AND closed_at IS NULL"),
        )

    op.create_table(
        "review_cycles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("template_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feedback_until", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_review_cycles_opened_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_review_cycles_team_id")),
        sa.ForeignKeyConstraint(["template_id"], ["definitions.id"], name=op.f("fk_review_cycles_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cycles")),
    )
    op.create_table(
        "answer_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=40), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_answer_events_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_events")),
        sa.UniqueConstraint("attempt_id", "position", "number", name=op.f("uq_answer_events_attempt_id_position_number")),
        sa.UniqueConstraint("save_id", name=op.f("uq_answer_events_save_id")),
    )
    op.create_table(
        "excuses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cycle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("component", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=True),
        sa.Column("applies_to", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excused_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycles.id"], name=op.f("fk_excuses_cycle_id")),
        sa.ForeignKeyConstraint(["excused_by"], ["people.id"], name=op.f("fk_excuses_excused_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuses")),
    )
    with op.batch_alter_table("excuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excuses_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "marks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("possible", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("earned >= 0 AND earned <= possible AND possible >= 0", name=op.f("ck_marks_range")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_marks_attempt_id")),
        sa.ForeignKeyConstraint(["question_version_id"], ["question_versions.id"], name=op.f("fk_marks_question_version_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["marks.id"], name=op.f("fk_marks_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_marks_supersedes_id")),
    )
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.create_index("ix_marks_attempt", ["attempt_id", "position"], unique=False)

    op.create_table(
        "practical_scores",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practical_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scored_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("possible", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["practical_id"], ["practicals.id"], name=op.f("fk_practical_scores_practical_id")),
        sa.ForeignKeyConstraint(["scored_by"], ["people.id"], name=op.f("fk_practical_scores_scored_by")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["practical_scores.id"], name=op.f("fk_practical_scores_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_scores")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_practical_scores_supersedes_id")),
    )
    with op.batch_alter_table("practical_scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_scores_practical_id"), ["practical_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cycle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("manager_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rung", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("rating", sa.String(length=20), nullable=True),
        sa.Column("rating_reason", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("snapshot_hash", sa.String(length=64), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_again_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'signed', 'acknowledged', 'appealed', 'decided')", name=op.f("ck_reviews_state")),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycles.id"], name=op.f("fk_reviews_cycle_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_reviews_manager_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviews_person_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["people.id"], name=op.f("fk_reviews_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("cycle_id", "person_id", name=op.f("uq_reviews_cycle_id_person_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scores",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("possible", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("per_skill", sa.JSON(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("earned >= 0 AND earned <= possible", name=op.f("ck_scores_range")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_scores_attempt_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["scores.id"], name=op.f("fk_scores_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_scores_supersedes_id")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scores_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "feedback_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("source IN ('colleagues', 'customers')", name=op.f("ck_feedback_answers_source")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_feedback_answers_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_answers")),
    )
    with op.batch_alter_table("feedback_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_answers_review_id"), ["review_id"], unique=False)

    op.create_table(
        "feedback_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("colleague_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["colleague_id"], ["people.id"], name=op.f("fk_feedback_invitations_colleague_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["people.id"], name=op.f("fk_feedback_invitations_invited_by")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_feedback_invitations_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_invitations")),
        sa.UniqueConstraint("review_id", "colleague_id", name=op.f("uq_feedback_invitations_review_id_colleague_id")),
    )
    with op.batch_alter_table("feedback_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_invitations_colleague_id"), ["colleague_id"], unique=False)

    op.create_table(
        "review_snapshots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("appeal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("snapshot_hash", sa.String(length=64), nullable=False),
        sa.Column("rating", sa.String(length=20), nullable=False),
        sa.Column("rating_reason", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_review_snapshots_appeal_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_snapshots_review_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["people.id"], name=op.f("fk_review_snapshots_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_snapshots")),
    )
    with op.batch_alter_table("review_snapshots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_snapshots_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("writer", sa.String(length=10), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("writer IN ('manager', 'self')", name=op.f("ck_review_texts_writer")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_review_texts_author_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_texts_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_texts")),
    )
    with op.batch_alter_table("review_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_texts_review_id"), ["review_id"], unique=False)

    op.bulk_insert(
        sa.table("audit_head", sa.column("id"), sa.column("count"), sa.column("mac")), [{"id": 1, "count": 0, "mac": "0" * 64}]
    )
    for table in LEDGERS:
        for statement in append_only(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("review_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_texts_review_id"))

    op.drop_table("review_texts")
    with op.batch_alter_table("review_snapshots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_snapshots_review_id"))

    op.drop_table("review_snapshots")
    with op.batch_alter_table("feedback_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_invitations_colleague_id"))

    op.drop_table("feedback_invitations")
    with op.batch_alter_table("feedback_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_answers_review_id"))

    op.drop_table("feedback_answers")
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_attempt_id"))

    op.drop_table("scores")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_person_id"))
        batch_op.drop_index(batch_op.f("ix_reviews_manager_id"))

    op.drop_table("reviews")
    with op.batch_alter_table("practical_scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_scores_practical_id"))

    op.drop_table("practical_scores")
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_index("ix_marks_attempt")

    op.drop_table("marks")
    with op.batch_alter_table("excuses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_excuses_cycle_id"))

    op.drop_table("excuses")
    op.drop_table("answer_events")
    op.drop_table("review_cycles")
    with op.batch_alter_table("practicals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_practicals_waiting",
            sqlite_where=sa.text("kind = 'certifying' AND closed_at IS NULL"),
            postgresql_where=sa.text("kind = 'certifying' AND closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_practicals_person_id"))
        batch_op.drop_index(batch_op.f("ix_practicals_assessor_id"))

    op.drop_table("practicals")
    op.drop_table("notice_receipts")
    op.drop_table("lesson_texts")
    op.drop_table("lesson_progress")
    with op.batch_alter_table("kpi_values", schema=None) as batch_op:
        batch_op.drop_index("ix_kpi_values_person")

    op.drop_table("kpi_values")
    with op.batch_alter_table("deciders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deciders_person_id"))

    op.drop_table("deciders")
    with op.batch_alter_table("certification_periods", schema=None) as batch_op:
        batch_op.drop_index("ix_certification_periods_until")
        batch_op.drop_index(batch_op.f("ix_certification_periods_certification_slug"))

    op.drop_table("certification_periods")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open", sqlite_where=sa.text("finished_at IS NULL"), postgresql_where=sa.text("finished_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_attempts_quiz_slug"))
        batch_op.drop_index(
            "ix_attempts_due", sqlite_where=sa.text("finished_at IS NULL"), postgresql_where=sa.text("finished_at IS NULL")
        )

    op.drop_table("attempts")
    with op.batch_alter_table("assignment_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_people_person_id"))

    op.drop_table("assignment_people")
    with op.batch_alter_table("team_memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_memberships_team_id"))
        batch_op.drop_index(batch_op.f("ix_team_memberships_person_id"))

    op.drop_table("team_memberships")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_person_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("set_password_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_password_links_person_id"))

    op.drop_table("set_password_links")
    with op.batch_alter_table("rung_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rung_periods_rung"))

    op.drop_table("rung_periods")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_person_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("relations", schema=None) as batch_op:
        batch_op.drop_index("ix_relations_person")
        batch_op.drop_index("ix_relations_other")

    op.drop_table("relations")
    op.drop_table("quiz_versions")
    with op.batch_alter_table("question_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_versions_skill"))

    op.drop_table("question_versions")
    with op.batch_alter_table("promotion_cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_promotion_cases_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_promotion_cases_person_id"))

    op.drop_table("promotion_cases")
    op.drop_table("notices")
    op.drop_table("lessons")
    op.drop_table("kpi_imports")
    with op.batch_alter_table("exemptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemptions_person_id"))

    op.drop_table("exemptions")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_person")

    op.drop_table("evidence")
    op.drop_table("definitions")
    op.drop_table("course_completions")
    op.drop_table("assignments")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeals_subject"))
        batch_op.drop_index(batch_op.f("ix_appeals_person_id"))

    op.drop_table("appeals")
    op.drop_table("accounts")
    with op.batch_alter_table("accommodation_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accommodation_requests_person_id"))

    op.drop_table("accommodation_requests")
    op.drop_table("absences")
    op.drop_table("teams")
    op.drop_table("quizzes")
    op.drop_table("questions")
    op.drop_table("people")
    with op.batch_alter_table("outbox_items", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_items_waiting")

    op.drop_table("outbox_items")
    with op.batch_alter_table("limit_counters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limit_counters_expires_at"))

    op.drop_table("limit_counters")
    op.drop_table("leases")
    op.drop_table("courses")
    op.drop_table("content_releases")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_person_id"))

    op.drop_table("audit_entries")
