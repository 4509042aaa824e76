from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.cases"
    label = "cases"

    def ready(self) -> None:
        from answerable.cases.sentences.problems import SENTENCES, SHOWN
        from answerable.organisation.sentences import add_sentences

        add_sentences(SENTENCES, SHOWN)
