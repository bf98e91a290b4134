from flask_jwt_extended import JWTManager
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
jwt = JWTManager()


class Member(db.Model):
    __tablename__ = "member"
    id = db.Column(db.Integer, primary_key=True)


class Project(db.Model):
    __tablename__ = "project"
    id = db.Column(db.Integer, primary_key=True)
    lead_id = db.Column(db.ForeignKey("member.id"))


class Task(db.Model):
    __tablename__ = "task"
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))
    project_id = db.Column(db.ForeignKey("project.id"))


@jwt.user_lookup_loader
def caller(header, payload):
    return db.session.get(Member, payload["sub"])
