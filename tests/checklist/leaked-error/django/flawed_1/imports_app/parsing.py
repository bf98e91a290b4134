import csv
import io


def rows_of(text):
    return [row for row in csv.DictReader(io.StringIO(text)) if row]
