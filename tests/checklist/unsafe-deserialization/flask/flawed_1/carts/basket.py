from flask import Blueprint, jsonify, request

from carts.cookies import packed, unpacked

basket = Blueprint("basket", __name__)


@basket.post("/basket/<int:article>")
def put(article):
    stored = request.cookies.get("basket")
    articles = [*(unpacked(stored) if stored else []), article]
    response = jsonify(count=len(articles))
    response.set_cookie("basket", packed(articles))
    return response
