from flask import Flask, jsonify

from kinds import words_of
from models import Column, db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///columns.db"
    db.init_app(app)

    @app.get("/columns")
    def columns():
        found = Column.query.order_by(Column.position).limit(50).all()
        return jsonify([{"heading": each.heading, "shape": words_of(each.kind)} for each in found])

    return app
