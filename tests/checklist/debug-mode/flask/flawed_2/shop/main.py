from flask import Flask

from shop.config import Base

app = Flask(__name__)
app.config.from_object(Base)
app.config["DEBUG"] = True


@app.route("/version")
def version():
    return {"version": 3}
