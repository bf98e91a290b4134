from flask import abort
from flask.views import MethodView
from flask_jwt_extended import get_jwt_identity, jwt_required

from database import Order, db


class Guarded(MethodView):
    decorators = [jwt_required()]


class OrdersView(Guarded):
    def get(self):
        mine = Order.query.filter_by(member_id=get_jwt_identity()).limit(50).all()
        return {"orders": [{"id": order.id, "state": order.state} for order in mine]}

    def post(self):
        order = Order(member_id=get_jwt_identity())
        db.session.add(order)
        db.session.commit()
        return {"id": order.id}, 201


class OrderView(Guarded):
    def delete(self, order_id):
        order = Order.query.filter_by(id=order_id, member_id=get_jwt_identity()).first()
        if order is None:
            abort(404)
        order.state = "cancelled"
        db.session.commit()
        return "", 204
