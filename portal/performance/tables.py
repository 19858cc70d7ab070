"""KPIs: what was reached against what was asked, per person, KPI and period, with the import it came from. A ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Exact, Key, UtcMoment


class KpiImport(Base):
    __tablename__ = "kpi_imports"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source: Mapped[str] = mapped_column(String(200))  # the file's name, or a connector
    file_hash: Mapped[str] = mapped_column(String(64))
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcMoment)
    row_count: Mapped[int]


class KpiValue(Base):
    __tablename__ = "kpi_values"
    __table_args__ = (
        Index("ix_kpi_values_person", "person_id", "kpi", "period_from"),
        CheckConstraint("period_until >= period_from", name="period"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kpi: Mapped[str] = mapped_column(String(60))
    period_from: Mapped[date]
    period_until: Mapped[date]
    actual: Mapped[Decimal | None] = mapped_column(Exact)  # None: missing, never 0
    target: Mapped[Decimal | None] = mapped_column(Exact)
    import_id: Mapped[int] = mapped_column(ForeignKey("kpi_imports.id"))
    row_number: Mapped[int]  # in the file
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("kpi_values.id"), unique=True)
