"""Every read of the leaders' seat, already narrowed to what the reader may see."""

from answerable.leaders.queries.public import PublicRota, public_rota, rota_next
from answerable.leaders.queries.rota import (
    PromiseLine,
    RotaPage,
    ShiftLine,
    ShiftPage,
    leaders_posts,
    promises_to_keep,
    rota_page,
    shift_page,
)
from answerable.leaders.queries.stories import (
    StoryPage,
    Told,
    public_stories,
    public_story,
    stories_page,
    story_page,
)

__all__ = [
    "PromiseLine", "PublicRota", "RotaPage", "ShiftLine", "ShiftPage", "StoryPage", "Told", "leaders_posts",
    "promises_to_keep", "public_rota", "public_stories", "public_story", "rota_next", "rota_page", "shift_page",
    "stories_page", "story_page",
]  # fmt: skip
