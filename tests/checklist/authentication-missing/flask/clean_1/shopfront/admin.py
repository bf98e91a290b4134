from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import BadRequest

from shopfront.db import get_db
from shopfront.guard import staff_only

bp = Blueprint("backoffice", __name__)
bp.before_request(staff_only)


@bp.post("/products")
def add_product():
    try:
        price = int(request.form["price"])
    except ValueError:
        raise BadRequest("price must be a number")
    db = get_db()
    db.execute("INSERT INTO products (price) VALUES (?)", (price,))
    db.commit()
    return redirect(url_for("catalogue.index"))


@bp.post("/products/<int:product_id>/retire")
def retire(product_id):
    db = get_db()
    db.execute("UPDATE products SET retired = 1 WHERE id = ?", (product_id,))
    db.commit()
    return redirect(url_for("catalogue.index"))
