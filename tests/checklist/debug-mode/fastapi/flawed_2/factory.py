from fastapi import FastAPI as Application

OPTIONS = True


def build(title: str) -> Application:
    made = Application(title=title, debug=OPTIONS)

    @made.get("/hello")
    def hello():
        return {"hello": title}

    return made
