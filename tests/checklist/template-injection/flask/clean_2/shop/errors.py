from flask import render_template_string

PAGE = "<h1>No hits</h1><p>{{ what }} : nothing found.</p>"


def not_here(what):
    return render_template_string(PAGE, what=what)
