from flask import Blueprint, abort, render_template

from shopfront.db import get_db

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def index():
    rows = get_db().execute("SELECT id, price FROM products WHERE retired = 0 LIMIT 60").fetchall()
    return render_template("index.html", products=rows)


@bp.get("/products/<int:product_id>")
def product(product_id):
    row = get_db().execute("SELECT id, price FROM products WHERE id = ?", (product_id,)).fetchone()
    if row is None:
        abort(404)
    return render_template("product.html", product=row)
