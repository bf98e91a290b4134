import os

from argon2 import PasswordHasher
from flask import Flask, abort, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from people import by_mail

app = Flask(__name__)
app.secret_key = os.environ["KEY"]
limiter = Limiter(get_remote_address, app=app, default_limits=["30/minute"])
hasher = PasswordHasher()


@app.route("/enter", methods=["POST"])
def enter():
    person = by_mail(request.json["mail"])
    if person is None:
        abort(404)
    if not hasher.verify(person.password, request.json["password"]):
        abort(401)
    session["person"] = person.id
    return "", 204
