from sqlite3 import Connection

from fastapi import Body, Depends, FastAPI, HTTPException

import db
from login import login

app = FastAPI()


def load(con: Connection, key: int):
    row = con.execute("SELECT id, text, writer_id FROM comments WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise HTTPException(404)
    return row


@app.post("/comments", status_code=201)
def write(text: str = Body(embed=True, max_length=500), uid: int = Depends(login), con: Connection = Depends(db.connect)):
    con.execute("INSERT INTO comments (text, writer_id) VALUES (?, ?)", (text, uid))
    con.commit()
    return {"text": text}


@app.put("/comments/{comment_id}")
def edit(comment_id: int, text: str = Body(embed=True, max_length=500), uid: int = Depends(login), con: Connection = Depends(db.connect)):
    row = load(con, comment_id)
    con.execute("UPDATE comments SET text = ? WHERE id = ?", (text, row["id"]))
    con.commit()
    return {"text": text}


@app.delete("/comments/{comment_id}", status_code=204)
def remove(comment_id: int, uid: int = Depends(login), con: Connection = Depends(db.connect)):
    row = load(con, comment_id)
    if row["writer_id"] != uid:
        raise HTTPException(403)
    con.execute("DELETE FROM comments WHERE id = ?", (comment_id,))
    con.commit()
