from flask import Blueprint, jsonify, request

from doors import office_only
from models import Person, db

office = Blueprint("office", __name__, url_prefix="/office")


@office.post("/greeting")
@office_only
def greeting():
    person = Person.query.filter_by(id=request.form.get("person", type=int)).first()
    if person is None:
        return jsonify(error="nobody has this number"), 400
    person.greeted = True
    db.session.commit()
    return jsonify(greeted=True)
