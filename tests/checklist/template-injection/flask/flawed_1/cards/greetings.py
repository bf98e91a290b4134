from flask import Blueprint, render_template_string, request

from cards.layout import page

greetings = Blueprint("greetings", __name__)


@greetings.get("/greeting")
def greeting():
    return render_template_string(page(request.args.get("to", "you")), footer="With love")
