from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()


class Doctor(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)


class Patient(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(db.ForeignKey("doctor.id"))


class Visit(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    remark: Mapped[str]
    patient_id: Mapped[int] = mapped_column(db.ForeignKey("patient.id"))
