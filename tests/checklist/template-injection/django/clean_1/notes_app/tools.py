from jinja2 import Template

CARD = Template("Dear {{ name }}, {{ words }}", autoescape=True)


def greeting(words, name):
    return CARD.render(name=name, words=words)
