from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.leaders"
    label = "leaders"

    def ready(self) -> None:
        from answerable.leaders.sentences import SENTENCES, SHOWN
        from answerable.organisation.sentences import add_sentences

        add_sentences(SENTENCES, SHOWN)
