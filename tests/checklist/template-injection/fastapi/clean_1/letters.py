from jinja2 import Environment

environment = Environment(autoescape=True)
letter = environment.from_string("<p>{{ text }}</p><p>{{ name }}</p>")


def preview(text: str, name: str) -> str:
    return letter.render(text=text, name=name)
