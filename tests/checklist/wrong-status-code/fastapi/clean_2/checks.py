def problems(words: str) -> list[str]:
    return [word for word in words.split() if word.isupper()]
