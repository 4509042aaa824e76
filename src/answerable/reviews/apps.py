from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.reviews"
    label = "reviews"
