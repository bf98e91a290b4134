"""The rules: one file each, named after the slug of its item. Each yields findings from the picture and the knowledge."""
