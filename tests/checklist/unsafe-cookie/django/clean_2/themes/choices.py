THEMES = ("light", "dark")


def cleaned(word):
    return word if word in THEMES else THEMES[0]
