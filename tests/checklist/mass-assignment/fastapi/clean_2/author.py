import os

import jwt
from fastapi import Depends, Header, HTTPException

from data import Author, tx


def author(authorization: str = Header(), db=Depends(tx)) -> Author:
    try:
        sub = jwt.decode(authorization[7:], os.environ["BLOG_KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.query(Author).filter(Author.name == sub).first()
    if found is None:
        raise HTTPException(401)
    return found
