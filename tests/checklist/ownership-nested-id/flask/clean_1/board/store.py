from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Player(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    key = db.Column(db.String(64), unique=True)


class Board(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    player_id = db.Column(db.Integer, db.ForeignKey("player.id"))


class Card(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    face = db.Column(db.String(20))
    board_id = db.Column(db.Integer, db.ForeignKey("board.id"))
