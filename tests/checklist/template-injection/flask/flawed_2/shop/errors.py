from flask import render_template_string


def not_here(what):
    page = "<h1>No hits</h1><p>" + what + " : nothing found.</p>"
    return render_template_string(page)
