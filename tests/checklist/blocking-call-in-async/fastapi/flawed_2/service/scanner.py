from service import results


class Scanner:
    def run(self, profile: str):
        return results.latest(profile)


def scanner() -> Scanner:
    return Scanner()
