def wish(title: str) -> dict:
    return {"title": title[:80]}
