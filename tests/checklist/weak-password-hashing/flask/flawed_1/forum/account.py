from flask import Blueprint, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from forum.models import Poster, db

account = Blueprint("account", __name__)


class RegistrationForm(FlaskForm):
    handle = StringField("Handle", validators=[DataRequired(), Length(2, 30)])
    password = PasswordField("Password", validators=[DataRequired(), Length(12)])
    again = PasswordField("Repeat", validators=[EqualTo("password")])


@account.route("/register", methods=["GET", "POST"])
def register():
    form = RegistrationForm()
    if form.validate_on_submit():
        poster = Poster(handle=form.handle.data)
        poster.set_password(form.password.data)
        db.session.add(poster)
        db.session.commit()
        return redirect(url_for("home"))
    return render_template("register.html", form=form)
