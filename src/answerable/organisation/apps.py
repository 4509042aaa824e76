from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.organisation"
    label = "organisation"
