"""The helpdesk for Django Ninja: Django's own models over the same file, views in threads as Django's page on SQLite has them."""
