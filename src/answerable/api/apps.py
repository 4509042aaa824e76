from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.api"
    label = "api"
