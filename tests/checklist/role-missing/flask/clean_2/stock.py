import os
import sqlite3

from flask import Blueprint, jsonify, request

from gate import needs

api = Blueprint("stock", __name__, url_prefix="/stock")


def database():
    return sqlite3.connect(os.environ["STOCK"])


@api.get("/<int:article>")
@needs("stock:read")
def amount(article):
    row = database().execute("SELECT amount FROM stock WHERE article = ?", (article,)).fetchone()
    return jsonify(amount=row[0] if row else 0)


@api.put("/<int:article>")
@needs("stock:write")
def count(article):
    amount = request.args.get("amount", type=int)
    if amount is None:
        return jsonify(message="amount?"), 400
    with database() as db:
        db.execute("UPDATE stock SET amount = ? WHERE article = ?", (amount, article))
    return "", 204


@api.delete("/<int:article>")
@needs("stock:write")
def discontinue(article):
    with database() as db:
        db.execute("DELETE FROM stock WHERE article = ?", (article,))
    return "", 204
