from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import login_required, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import DataRequired

from guestbook.users import Guest

auth = Blueprint("auth", __name__)


class LoginForm(FlaskForm):
    email = EmailField(validators=[DataRequired()])
    password = PasswordField(validators=[DataRequired()])
    remember = BooleanField()


@auth.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    if form.validate_on_submit():
        guest = Guest.query.filter_by(email=form.email.data).first()
        if guest is not None and guest.verify_password(form.password.data):
            login_user(guest, form.remember.data)
            return redirect(url_for("book"))
        flash("Wrong address or password.")
    return render_template("login.html", form=form)


@auth.post("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("book"))
