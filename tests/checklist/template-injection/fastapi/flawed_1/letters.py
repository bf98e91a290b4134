from jinja2 import Template


def preview(text: str, name: str) -> str:
    return Template("<p>" + text + "</p>").render(name=name)
