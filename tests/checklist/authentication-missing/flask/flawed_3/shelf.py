from flask import Blueprint, jsonify
from flask_login import current_user, login_required

from models import Book

shelf = Blueprint("shelf", __name__)


@shelf.get("/books")
def mine():
    return jsonify([each.title for each in Book.query.filter(Book.reader_id == current_user.id).limit(50)])


@shelf.get("/books/<int:number>")
@login_required
def one(number):
    book = Book.query.filter(Book.id == number, Book.reader_id == current_user.id).first_or_404()
    return jsonify(title=book.title)
