def of_age(age):
    return age is not None and age >= 18
