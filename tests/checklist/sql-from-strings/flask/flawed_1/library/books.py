from flask import Blueprint, jsonify, request

from library.db import query

bp = Blueprint("books", __name__, url_prefix="/books")


@bp.get("/<int:book_id>")
def book(book_id):
    row = query("SELECT title, year FROM books WHERE id = ?", [book_id], one=True)
    return jsonify(row) if row else ("unknown", 404)


@bp.get("/search")
def search():
    words = request.args.get("q", "")
    rows = query("SELECT id, title FROM books WHERE title LIKE '%" + words + "%' LIMIT 20")
    return jsonify(rows)
