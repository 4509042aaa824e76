from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.cases"
    label = "cases"
