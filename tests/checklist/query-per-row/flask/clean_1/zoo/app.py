from flask import Flask, jsonify
from sqlalchemy.orm import selectinload

from zoo.models import Cage, db

app = Flask(__name__)
db.init_app(app)


@app.get("/cages")
def cages():
    found = Cage.query.options(selectinload(Cage.animals)).order_by(Cage.name).limit(100)
    return jsonify([{"cage": cage.name, "animals": [animal.name for animal in cage.animals]} for cage in found])
