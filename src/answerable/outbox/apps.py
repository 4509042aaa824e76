from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.outbox"
    label = "outbox"
