from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.plans"
    label = "plans"

    def ready(self) -> None:
        from answerable.organisation.sentences import add_sentences
        from answerable.plans.sentences import SENTENCES, SHOWN

        add_sentences(SENTENCES, SHOWN)
