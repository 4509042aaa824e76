from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.performance"
    label = "performance"

    def ready(self) -> None:
        from answerable.performance.sources import register_all

        register_all()
