from jinja2 import Environment


class Engine:
    def __init__(self):
        self.environment = Environment(autoescape=True)

    def fill(self, layout: str, **words: str) -> str:
        return self.environment.from_string(layout).render(**words)
