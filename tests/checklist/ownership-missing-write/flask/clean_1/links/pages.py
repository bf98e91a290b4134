from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from wtforms import URLField
from wtforms.validators import URL, Length

from .data import Bookmark, db

pages = Blueprint("pages", __name__)


class BookmarkForm(FlaskForm):
    url = URLField(validators=[URL(), Length(max=400)])


@pages.get("/")
@login_required
def mine():
    return render_template("mine.html", bookmarks=current_user.bookmarks.limit(200).all())


@pages.post("/bookmarks")
@login_required
def keep():
    form = BookmarkForm()
    if form.validate_on_submit():
        db.session.add(Bookmark(url=form.url.data, account=current_user._get_current_object()))
        db.session.commit()
    return redirect(url_for(".mine"))


@pages.post("/bookmarks/<int:bookmark_id>/forget")
@login_required
def forget(bookmark_id):
    bookmark = current_user.bookmarks.filter_by(id=bookmark_id).first_or_404()
    db.session.delete(bookmark)
    db.session.commit()
    flash("Forgotten.")
    return redirect(url_for(".mine"))
