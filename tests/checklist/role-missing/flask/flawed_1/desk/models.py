from flask_login import UserMixin

from desk.extensions import db, login_manager


class User(UserMixin, db.Model):
    __tablename__ = "users"
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(200))
    role = db.Column(db.String(20), default="agent")


class Announcement(db.Model):
    __tablename__ = "announcements"
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String(500))
    pinned = db.Column(db.Boolean, default=False)


@login_manager.user_loader
def load_user(key):
    return db.session.get(User, int(key))
