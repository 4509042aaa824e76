from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.triage"
    label = "triage"
