from marshmallow import Schema, fields, validate


class NewPoll(Schema):
    title = fields.Str(required=True, validate=validate.Length(max=80))
    first = fields.Str(required=True, validate=validate.Length(max=80))
