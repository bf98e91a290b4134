from marshmallow import Schema, fields, validate


class ItemSchema(Schema):
    id = fields.Int(dump_only=True)
    text = fields.Str(required=True, validate=validate.Length(min=1, max=300))
    done = fields.Bool(load_default=False)


item_schema = ItemSchema()
items_schema = ItemSchema(many=True)
