from flask import abort, request
from flask.views import MethodView
from flask_jwt_extended import get_jwt_identity, jwt_required

from todo.ext import db
from todo.models import Item
from todo.schemas import item_schema, items_schema


class ListAPI(MethodView):
    decorators = [jwt_required()]

    def get(self):
        rows = db.session.scalars(db.select(Item).filter_by(person_id=get_jwt_identity()).limit(100))
        return items_schema.dump(rows)

    def post(self):
        data = item_schema.load(request.get_json())
        item = Item(text=data["text"], done=data["done"], person_id=get_jwt_identity())
        db.session.add(item)
        db.session.commit()
        return item_schema.dump(item), 201


class ItemAPI(MethodView):
    decorators = [jwt_required()]

    def get(self, item_id):
        item = db.get_or_404(Item, item_id)
        if item.person_id != get_jwt_identity():
            abort(404)
        return item_schema.dump(item)

    def patch(self, item_id):
        item = db.get_or_404(Item, item_id)
        data = item_schema.load(request.get_json(), partial=True)
        item.done = data.get("done", item.done)
        db.session.commit()
        return item_schema.dump(item)
