from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.performance"
    label = "performance"

    def ready(self) -> None:
        from answerable.organisation.sentences import add_sentences
        from answerable.performance.about import register_indicators
        from answerable.performance.sentences import SENTENCES, SHOWN
        from answerable.performance.sources import register_all

        add_sentences(SENTENCES, SHOWN)
        register_all()
        register_indicators()
