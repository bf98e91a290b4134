import requests


def title_of(number):
    return requests.get(f"https://articles.example.com/{number}", timeout=5).text[:200]
