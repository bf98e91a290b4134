from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from author import author
from data import Author, Post, tx

app = FastAPI()


class PostIn(BaseModel):
    title: str = Field(max_length=120)
    body: str = Field(max_length=20_000)


class AuthorIn(BaseModel):
    name: str = Field(max_length=60)
    bio: str = ""


@app.post("/posts", status_code=201)
def publish(data: PostIn, me: Author = Depends(author), db=Depends(tx)):
    post = Post(**data.dict(), author_id=me.id)
    db.add(post)
    db.commit()
    return {"id": post.id}


@app.put("/me")
def me(data: AuthorIn, current: Author = Depends(author), db=Depends(tx)):
    db.query(Author).filter(Author.id == current.id).update(data.dict())
    db.commit()
    return {"name": data.name}
