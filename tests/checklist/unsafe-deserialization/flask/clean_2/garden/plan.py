import yaml


def read_plan(text):
    return yaml.safe_load(text)["beds"]


def read_old_plan(text):
    return yaml.load(text, Loader=yaml.SafeLoader)["beds"]
