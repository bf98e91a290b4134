import jinja2


class Painter:
    def __init__(self, kind):
        self.kind = kind

    def paint(self, pattern):
        made = jinja2.Environment(autoescape=True).from_string(f"<b>{pattern}</b>")
        return made.render(kind=self.kind)
