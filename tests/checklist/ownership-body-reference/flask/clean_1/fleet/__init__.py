from flask import Flask

from fleet.trips import TripsView
from fleet.vehicles import db, VehiclesView


def create_app(settings):
    app = Flask(__name__)
    app.config.from_mapping(settings)
    db.init_app(app)
    app.add_url_rule("/vehicles", view_func=VehiclesView.as_view("vehicles"))
    app.add_url_rule("/trips", view_func=TripsView.as_view("trips"))
    return app
