import os
import sqlite3

from flask import Blueprint, redirect, session, url_for
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import Email

bp = Blueprint("views", __name__)


class AddressForm(FlaskForm):
    address = EmailField(validators=[Email()])


@bp.post("/address")
def address():
    if "reader_id" not in session:
        return redirect(url_for("login"))
    form = AddressForm()
    if form.validate_on_submit():
        with sqlite3.connect(os.environ["READERS"]) as db:
            db.execute("UPDATE readers SET address = ? WHERE id = ?", (form.address.data, session["reader_id"]))
    return redirect(url_for("home"))
