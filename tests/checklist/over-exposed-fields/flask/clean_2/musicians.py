from flask import jsonify
from werkzeug.security import check_password_hash

from bands import app, db

HIDDEN = {"password_hash", "password_salt"}


class Musician(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))
    password_hash = db.Column(db.String(200))
    password_salt = db.Column(db.String(20))

    def knows(self, given):
        return check_password_hash(self.password_hash, given + self.password_salt)

    def to_json(self):
        return {each.name: getattr(self, each.name) for each in self.__table__.columns if each.name not in HIDDEN}


@app.get("/musicians/<int:musician_id>")
def musician(musician_id):
    return jsonify(db.get_or_404(Musician, musician_id).to_json())


@app.get("/musicians")
def musicians():
    page = Musician.query.order_by(Musician.name).paginate(max_per_page=50)
    return jsonify(musicians=[{"id": each.id, "name": each.name} for each in page.items], pages=page.pages)
