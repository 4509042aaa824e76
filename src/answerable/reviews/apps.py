from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.reviews"
    label = "reviews"

    def ready(self) -> None:
        from answerable.organisation.sentences import add_sentences
        from answerable.reviews.sentences import SENTENCES, SHOWN

        add_sentences(SENTENCES, SHOWN)
