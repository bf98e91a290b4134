from flask_jwt_extended import JWTManager
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
guard = JWTManager()


class Client(db.Model):
    __tablename__ = "clients"
    id = db.Column(db.Integer, primary_key=True)


class Account(db.Model):
    __tablename__ = "accounts"
    id = db.Column(db.Integer, primary_key=True)
    client_id = db.Column(db.Integer, db.ForeignKey("clients.id"))
    iban = db.Column(db.String(34))


class StandingOrder(db.Model):
    __tablename__ = "standing_orders"
    id = db.Column(db.Integer, primary_key=True)
    cents = db.Column(db.Integer)
    account_id = db.Column(db.Integer, db.ForeignKey("accounts.id"))
