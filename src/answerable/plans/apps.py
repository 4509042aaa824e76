from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.plans"
    label = "plans"
