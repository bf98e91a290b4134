import logging

from flask import Blueprint, abort, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.security import check_password_hash

from vote.models import Voter

logger = logging.getLogger(__name__)
limiter = Limiter(get_remote_address)
bp = Blueprint("vote", __name__)


@bp.post("/login")
@limiter.limit("5/minute")
def login():
    password = request.form["password"]
    voter = Voter.query.filter_by(email=request.form["email"]).one_or_none()
    if len(password) > 200:
        logger.warning("password of %d letters refused", len(password))
        abort(400)
    if voter is None or not check_password_hash(voter.password_hash, password):
        logger.warning("failed login from %s", request.remote_addr)
        abort(401)
    logger.info("voter %s signed in", voter.id)
    session["voter"] = voter.id
    return "", 204
