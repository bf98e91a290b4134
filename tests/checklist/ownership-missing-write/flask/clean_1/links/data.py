from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
login = LoginManager()


class Account(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    bookmarks = db.relationship("Bookmark", back_populates="account", lazy="dynamic")


class Bookmark(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    url = db.Column(db.String(400))
    account_id = db.Column(db.Integer, db.ForeignKey("account.id"))
    account = db.relationship("Account", back_populates="bookmarks")


@login.user_loader
def load(account_id):
    return Account.query.get(int(account_id))
