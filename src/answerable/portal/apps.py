from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.portal"
    label = "portal"
