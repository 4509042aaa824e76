from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.ledger"
    label = "ledger"
