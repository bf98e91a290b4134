import jinja2

SIGN = "<b>{{ words }}</b> {{ kind }}"


class Painter:
    def __init__(self, kind):
        self.kind = kind

    def paint(self, words):
        made = jinja2.Environment(autoescape=True).from_string(SIGN)
        return made.render(kind=self.kind, words=words)
