from flask import Blueprint, redirect, session, url_for
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import NumberRange

bp = Blueprint("tickets", __name__)


class TicketForm(FlaskForm):
    zones = IntegerField(validators=[NumberRange(1, 6)])


@bp.post("/basket")
def put():
    form = TicketForm()
    if form.validate_on_submit():
        session["zones"] = form.zones.data
    return redirect(url_for(".basket"))
