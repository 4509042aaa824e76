from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.leaders"
    label = "leaders"

    def ready(self) -> None:
        from answerable.cases.sentences import add_sentences
        from answerable.leaders.sentences import SENTENCES, SHOWN

        add_sentences(SENTENCES, SHOWN)
