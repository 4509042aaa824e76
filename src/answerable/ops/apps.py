from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.ops"
    label = "ops"
