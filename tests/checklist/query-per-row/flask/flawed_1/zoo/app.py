from flask import Flask, jsonify

from zoo.models import Animal, Cage, db

app = Flask(__name__)
db.init_app(app)


@app.get("/cages")
def cages():
    told = []
    for cage in Cage.query.order_by(Cage.name).limit(100):
        inside = Animal.query.filter_by(cage_id=cage.id).limit(20).all()
        told.append({"cage": cage.name, "animals": [animal.name for animal in inside]})
    return jsonify(told)
