from flask import jsonify
from flask.views import MethodView
from flask_security import auth_required, current_user
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Vehicle(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    plate = db.Column(db.String(12))
    keeper_id = db.Column(db.Integer)


class VehiclesView(MethodView):
    decorators = [auth_required("token", "session")]

    def get(self):
        rows = Vehicle.query.filter_by(keeper_id=current_user.id).limit(40)
        return jsonify([{"id": row.id, "plate": row.plate} for row in rows])
