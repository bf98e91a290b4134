from hive.models import Weight


def keep(hive, grams):
    weight = Weight(hive=hive, grams=grams)
    weight.save()
    return weight
