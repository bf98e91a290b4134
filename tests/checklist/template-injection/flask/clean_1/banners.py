from flask import render_template_string, request

from texts import BANNER


def banner():
    return render_template_string(BANNER, words=request.args.get("words", ""))
