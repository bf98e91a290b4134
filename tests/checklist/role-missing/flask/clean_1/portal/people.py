from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
login_manager = LoginManager()


class Person(db.Model, UserMixin):
    __tablename__ = "people"
    id = db.Column(db.Integer, primary_key=True)
    display_name = db.Column(db.String(60))
    is_admin = db.Column(db.Boolean, nullable=False, default=False)


@login_manager.user_loader
def person(key):
    return Person.query.get(int(key))
