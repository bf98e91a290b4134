def score(model, steps):
    return sum(model.get(str(step), 0) for step in steps)
