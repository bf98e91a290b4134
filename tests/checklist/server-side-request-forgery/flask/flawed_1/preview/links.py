from flask_restful import Resource, reqparse

from preview.fetching import title_of

parser = reqparse.RequestParser()
parser.add_argument("url", required=True, location="json")


class Preview(Resource):
    def post(self):
        return {"title": title_of(parser.parse_args()["url"])[:200]}
