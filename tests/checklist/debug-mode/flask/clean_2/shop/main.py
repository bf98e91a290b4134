from flask import Flask

from shop.config import Production

app = Flask(__name__)
app.config.from_object(Production)


@app.route("/version")
def version():
    return {"version": 3}
