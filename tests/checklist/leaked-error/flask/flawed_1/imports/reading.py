import csv
import io


def totals(stream):
    reader = csv.DictReader(io.TextIOWrapper(stream, "utf-8"))
    return sum(int(row["cents"]) for row in reader)
