import os

from flask import Flask
from flask_jwt_extended import JWTManager

from database import db
from members import MembersView
from orders import OrderView, OrdersView
from payments import notified


def create_app():
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = os.environ["JWT_SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DB_URL"]
    db.init_app(app)
    JWTManager(app)
    app.add_url_rule("/members", view_func=MembersView.as_view("members"))
    app.add_url_rule("/orders", view_func=OrdersView.as_view("orders"))
    app.add_url_rule("/orders/<int:order_id>", view_func=OrderView.as_view("order"))
    app.add_url_rule("/payments/webhook", view_func=notified, methods=["POST"])
    return app
