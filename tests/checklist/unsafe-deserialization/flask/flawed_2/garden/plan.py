import yaml


def read_plan(text):
    return yaml.load(text, Loader=yaml.UnsafeLoader)["beds"]
