from marshmallow import Schema, fields, validate


class StandingOrderIn(Schema):
    cents = fields.Integer(required=True, validate=validate.Range(min=1, max=10_000_00))
    account_id = fields.Integer(required=True)
