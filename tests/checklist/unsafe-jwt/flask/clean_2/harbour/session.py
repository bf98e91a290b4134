from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Blueprint, abort, jsonify, request
from flask_jwt_extended import create_access_token, create_refresh_token, get_jwt_identity, jwt_required
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from harbour.captains import Captain

bp = Blueprint("session", __name__)
limiter = Limiter(get_remote_address)
hasher = PasswordHasher()


@bp.post("/session")
@limiter.limit("5 per minute")
def begin():
    captain = Captain.get_or_none(Captain.email == request.form["email"])
    if captain is None:
        abort(401)
    try:
        hasher.verify(captain.proof, request.form["phrase"])
    except VerifyMismatchError:
        abort(401)
    return jsonify(access=create_access_token(captain.id), refresh=create_refresh_token(captain.id))


@bp.post("/session/refresh")
@jwt_required(refresh=True)
def renew():
    return jsonify(access=create_access_token(get_jwt_identity()))
