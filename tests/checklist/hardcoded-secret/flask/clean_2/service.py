from flask import Flask, abort

from settings import load

app = Flask(__name__)
app.config.update(load())
if not app.config["SECRET_KEY"]:
    raise RuntimeError("SECRET_KEY is missing")


@app.get("/links/<token>")
def link(token):
    from signing import opened

    found = opened(token)
    if found is None:
        abort(404)
    return {"file": found}
