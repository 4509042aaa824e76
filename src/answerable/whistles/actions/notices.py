"""Who is told of an act on a whistle: heads of the units called, the head of the blower, the authority above."""

from __future__ import annotations

from answerable.organisation.models import Post, Unit
from answerable.outbox import actions as outbox
from answerable.whistles.actions.work import Work


def tell_unit(work: Work, to: Unit, template: str, **more: object) -> None:
    """A message to whoever holds the head post of a unit; `unit` in the words is that unit, unless said otherwise."""
    tell_post(work, work.book.units[to.code].head_post, template, **({"unit": to} | more))


def tell_post(work: Work, post: Post, template: str, **more: object) -> None:
    """A message to whoever holds a post."""
    outbox.send_to_post(
        now=work.now,
        post=work.book.posts[post.code],
        template=template,
        about=work.whistle.pk,
        number=work.whistle.number,
        title=work.whistle.title,
        from_unit=work.whistle.unit,
        link=f"/desk/whistles/{work.whistle.number}",
        **more,
    )


def tell_called(work: Work, template: str, **more: object) -> None:
    """Every unit that is called and not released."""
    for summons in work.summonses:
        tell_unit(work, summons.unit, template, **more)


def tell_blower(work: Work, template: str, **more: object) -> None:
    tell_unit(work, work.whistle.unit, template, **more)


def tell_over(work: Work, below: Unit, template: str, **more: object) -> None:
    """The unit directly above one unit; the coordinator's where none is."""
    tell_unit(work, work.book.units[work.book.above(below.code)[0]], template, **more)


def tell_above(work: Work, template: str, **more: object) -> None:
    """The unit directly above each unit called, and the coordinator's; each once."""
    codes = [next(iter(work.book.above(summons.unit.code)), "") for summons in work.summonses]
    wanted = dict.fromkeys([*filter(None, codes), work.book.coordinator_unit.code])
    for code in wanted:
        tell_unit(work, work.book.units[code], template, **more)
