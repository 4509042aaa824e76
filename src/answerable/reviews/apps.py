from django.apps import AppConfig


class Config(AppConfig):
    name = "answerable.reviews"
    label = "reviews"

    def ready(self) -> None:
        from answerable.organisation.sentences import add_sentences
        from answerable.plans import meetings
        from answerable.reviews.queries.for_plans import looked_at, next_on
        from answerable.reviews.sentences import SENTENCES, SHOWN

        add_sentences(SENTENCES, SHOWN)
        meetings.register(meetings.Meetings(looked_at, next_on))
