from flask import Flask, request

from shop.errors import not_here

app = Flask(__name__)
SOLD = {"tea", "cups"}


@app.route("/goods")
def goods():
    wanted = request.args.get("name", "")
    if wanted in SOLD:
        return {"name": wanted}
    return not_here(wanted)
