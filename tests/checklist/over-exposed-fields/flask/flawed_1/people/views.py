from flask import Blueprint, jsonify
from flask_jwt_extended import jwt_required

from .models import Post, User

users = Blueprint("users", __name__)


@users.get("/<username>")
@jwt_required()
def profile(username):
    user = User.query.filter_by(username=username).first_or_404()
    return jsonify(user.to_dict())


@users.get("/posts/<int:post_id>")
@jwt_required()
def post(post_id):
    return jsonify(Post.query.get_or_404(post_id).to_dict())
