from flask import jsonify
from flask.views import MethodView
from flask_security import auth_required, current_user
from webargs import fields
from webargs.flaskparser import use_kwargs
from werkzeug.exceptions import NotFound

from fleet.vehicles import Vehicle, db


class Trip(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    kilometres = db.Column(db.Integer)
    vehicle_id = db.Column(db.Integer, db.ForeignKey("vehicle.id"))


class TripsView(MethodView):
    @auth_required("token", "session")
    @use_kwargs({"vehicle": fields.Int(required=True), "kilometres": fields.Int(required=True)})
    def post(self, vehicle, kilometres):
        mine = Vehicle.query.filter_by(id=vehicle, keeper_id=current_user.id).one_or_none()
        if mine is None:
            raise NotFound()
        trip = Trip(kilometres=kilometres, vehicle_id=vehicle)
        db.session.add(trip)
        db.session.commit()
        return jsonify(id=trip.id), 201
