from flask import Blueprint, jsonify, request
from flask_jwt_extended import jwt_required

from survey import mongo

answers = Blueprint("answers", __name__)


@answers.post("/answers")
@jwt_required()
def answer():
    document = request.get_json(force=True)
    stored = mongo.db.answers.insert_one(document)
    return jsonify(id=str(stored.inserted_id)), 201
