"""The words by which a request for a backend engineer is known, in several languages.

An entry is one or more words; `*` at the end of a word stands for any ending. Entries of scripts without spaces are looked for anywhere
in the text. All entries are written without accents and capitals, as `routing.words_of` gives a text.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["CONCEPTS", "FOREIGN", "TRIGGERS", "VERBS"]

TRIGGERS: Final[Mapping[str, tuple[str, ...]]] = {
    "backend help": (
        "backend help", "help backend", "backend hilfe", "hilfe backend", "aide backend", "ayuda backend", "ajuda backend", "aiuto backend",
        "hulp backend", "pomoc backend", "помощь бэкенд*", "помоги бэкенд*", "后端帮助", "バックエンドの相談",
    ),
    "API design": (
        "api design", "design api", "design endpoint*", "entwirf api", "api entwurf", "concois api", "conception api", "disena api", "diseno api",
        "projete api", "desenho api", "progetta api", "ontwerp api", "zaprojektuj api", "спроектируй api", "设计一个rest api", "设计api", "api设计",
        "api設計", "apiを設計",
    ),
    "database query": (
        "database quer*", "sql quer*", "slow quer*", "databasequery", "datenbankabfrage*", "requete sql", "requete base de donnees",
        "consulta base de datos", "consulta banco de dados", "query database", "zapytani* baz*", "запрос* баз*", "数据库查询",
        "データベースのクエリ",
    ),
    "server optimization": (
        "server optimi*", "optimi* server", "optimi* serveur", "optimi* servidor", "ottimizza* server", "optimaliseer server", "zoptymalizuj serwer",
        "оптимизируй сервер", "服务器优化", "优化服务器", "サーバーの最適化",
    ),
}
"""What the definition names, as a phrase: the words of an entry, in any order, at most three words apart."""

CONCEPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "api": (
        "api*", "rest", "restful", "graphql", "endpoint*", "endpunkt*", "route*", "router*", "routing", "openapi", "swagger", "webhook*", "http",
        "post", "put", "patch", "delete handler*", "get request*", "status code*", "status 404", "404", "403", "500", "idempoten*", "paginat*",
        "pagination", "paginierung", "request body", "payload*", "mass assignment", "django view*", "fastapi", "flask", "django", "starlette",
        "point d acces", "points d acces", "rota", "rotas", "ruta", "rutas", "эндпоинт*", "маршрут*", "接口", "エンドポイント",
    ),
    "database": (
        "database*", "databas*", "db", "sql", "sqlite", "postgres*", "mysql", "quer*", "orm", "migration*", "migrat*", "index", "indexes",
        "indices", "schema*", "datenbank*", "abfrage*", "tabelle", "spalte*", "table", "tables", "column*", "many to many", "relation", "n 1",
        "deadlock*", "transaction*", "rows", "base de donnees", "requete*", "base de datos", "consulta*", "indice*", "tabla*", "banco de dados", "baz*",
        "zapytani*", "databasequery", "баз*", "запрос*", "数据库", "查询", "データベース", "クエリ",
    ),
    "backend": (
        "backend*", "back end", "server side", "service", "services", "event loop", "background job*", "worker", "queue", "cache", "caching", "redis",
        "environment variable*", "stack trace*", "microservice*", "middleware", "logs", "oauth", "connection pool*", "handler*", "tenant*",
        "validat*", "бэкенд*", "后端", "バックエンド",
    ),
    "server": (
        "server*", "serveur*", "servidor*", "serwer*", "cors", "cookie*", "session*", "sitzung*", "timeout*", "rate limit*", "limiting",
        "throttl*", "deploy*", "сервер*", "服务器", "サーバー",
    ),
    "authentication": (
        "auth", "authenti*", "authori*", "autori*", "autentica*", "jwt", "token*", "login", "log in", "logged out", "logged in", "sign in",
        "sign up", "password*", "passwort*", "passworter", "permission*", "berechtigung*", "anmeld*", "konto", "role*", "idor", "owner*",
        "injection", "vulnerab*", "secret*", "hash*", "admin", "api key*", "account*", "each other s", "other tenants", "another user", "mots de passe",
        "mot de passe", "connexion*", "contrasena*", "senha*", "uwierzytelni*", "autoryzac*", "wachtwoord*", "may not see", "is_admin", "authentifi*",
        "авториза*", "аутентифика*", "парол*", "身份验证", "认证", "权限", "認証", "脆弱性", "インジェクション",
    ),
    "performance": (
        "performance", "slow", "slower", "faster", "latency", "throughput", "langsam*", "antwortzeit*", "lent", "lente", "lenta", "lento",
        "lentissim*", "traag", "tarda*", "tardan", "optimi*", "profile", "n 1", "under load", "blocks", "per row", "scans", "wolno", "zbyt dlugo",
        "слишком долго", "медленн*", "太慢", "很慢", "优化", "遅い",
    ),
}
"""The six keywords of the definition, each with what people say instead."""

VERBS: Final = (
    "add", "audit", "build", "check", "cache", "create", "design", "document", "explain", "find", "fix", "help", "implement", "improve", "look over",
    "make", "model", "move", "normali*", "profile", "protect", "rate limit", "review", "return", "rotate", "secure", "set up", "show", "speed up",
    "split", "store", "throttle", "tighten", "tune", "validate", "verify", "write", "how do", "how should", "what is", "why does", "why is", "is any",
    "can a", "can somebody", "can you", "do we", "do our", "should", "which", "where is", "our", "need", "what would", "is the", "is there",
    "prufe", "pruf*", "fug*", "entwirf", "optimiere", "schreibe", "begrenze", "wie", "bitte", "gibt es", "sichere", "verifie", "ajoute", "concois",
    "corrige", "comment", "revisa", "disena", "anade", "optimiza", "ayuda", "puede", "verifique", "projete", "ajuda", "controlla", "controleer",
    "sprawdz", "проверь", "оптимизируй", "спроектируй", "检查", "帮", "帮我", "设计", "请", "確認", "改善", "調べて",
)
"""What asks for something."""

FOREIGN: Final = (
    "css", "html", "button*", "font*", "color*", "colour*", "icon*", "logo*", "figma", "react", "vue", "svelte", "angular", "component*", "animation*",
    "tooltip*", "spinner*", "responsive", "mobile", "ios", "android", "browser", "audio", "canvas", "shader*", "storybook", "eslint", "prettier",
    "notebook*", "pandas", "matplotlib", "plot", "chart*", "classifier", "hyperparameter*", "fine tuning", "gpu", "dataset*", "poem*", "haiku",
    "story", "essay", "recipe*", "restaurant*", "waiter", "painting*", "translat*", "summar*", "slide*", "landing page", "headline*", "sidebar",
    "navigation", "stripes", "grey", "gray", "readme", "typo*", "commit*", "png", "jpg", "date picker", "queryselector", "meeting*", "writ* my",
    "review for this year", "friday", "for four", "schriftgroße", "schriftgrosse", "knopf", "farbe*", "uberschrift", "gedicht*", "ubersetz*",
    "bundesliga", "einladung", "artikel", "couleur*", "bouton*", "traduis", "resume", "chapitre", "personnes", "courriel", "texte a gauche", "menu", "color",
    "boton*", "traduce", "cuento", "ortografia", "logotipo", "mesa", "cor", "livro", "poesia", "sfondo", "gedicht", "vertaal", "naglowk*", "literowk*",
    "стих*", "кнопк*", "перевед*", "опечат*", "абзац*", "按钮", "诗", "翻译", "字体", "标题", "ボタン", "翻訳", "ロゴ", "議事録", "文章",
)
"""What belongs to somebody else: it halves the result."""
