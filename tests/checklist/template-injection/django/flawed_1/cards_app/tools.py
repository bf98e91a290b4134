from jinja2 import Template


def greeting(words, name):
    return Template(words).render(name=name)
