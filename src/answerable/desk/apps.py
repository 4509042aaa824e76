from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.desk"
    label = "desk"
