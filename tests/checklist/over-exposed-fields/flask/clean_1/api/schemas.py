from marshmallow import Schema, fields


class ArtistSchema(Schema):
    id = fields.Int(dump_only=True)
    stage_name = fields.Str()
    password = fields.Str(load_only=True, required=True)
