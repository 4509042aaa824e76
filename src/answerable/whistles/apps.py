from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.whistles"
    label = "whistles"

    def ready(self) -> None:
        from answerable.organisation.sentences import add_sentences
        from answerable.whistles import plan_subjects
        from answerable.whistles.sentences import PARAMETERS, SENTENCES

        add_sentences(SENTENCES, PARAMETERS)
        plan_subjects.register_nouns()
