from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.performance"
    label = "performance"
