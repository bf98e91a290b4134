from flask import Flask, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from clerks import find

app = Flask(__name__)
app.config.from_envvar("CLERKS_SETTINGS")
limiter = Limiter(get_remote_address, app=app)


@app.post("/sign-in")
@limiter.limit("10/hour")
def sign_in():
    from flask import abort, request

    row = find(request.form["name"])
    if row is None or row["password"] != request.form["password"]:
        abort(401)
    session["clerk"] = row["id"]
    return "", 204
