from jinja2 import DictLoader, Environment

environment = Environment(loader=DictLoader({"short": "Dear {{ to }}", "long": "Dear and honoured {{ to }}"}), autoescape=True)


def fill(layout: str, **words: str) -> str:
    return environment.get_template(layout).render(**words)
