"""Who may open which screen, and what the others are told."""

from __future__ import annotations

import pytest

SCREENS = {
    "/desk/calls": {"hotline-call-taker", "hotline-dispatcher"},
    "/desk/dispatch": {"hotline-dispatcher", "coordination-coordinator"},
    "/desk/unit": {
        "works-handler", "works-head", "cleansing-handler", "north-handler", "hotline-dispatcher",
        "coordination-coordinator", "gov-leader",
    },
    "/desk/callbacks": {"hotline-callback", "coordination-coordinator"},
    "/desk/leaders": {"gov-leader", "coordination-coordinator", "auditor"},
    "/desk/rota": {
        "works-head", "hotline-dispatcher", "hotline-callback", "coordination-coordinator", "gov-leader", "auditor",
    },
    "/desk/whistles": {
        "works-handler", "works-head", "cleansing-handler", "north-handler", "hotline-dispatcher",
        "coordination-coordinator", "gov-leader", "auditor",
    },
    "/desk/movement": {"works-head", "coordination-coordinator", "gov-leader", "auditor"},
    "/desk/stories": {"hotline-callback", "coordination-coordinator"},
    "/desk/plan": {
        "works-handler", "works-head", "cleansing-handler", "north-handler", "coordination-coordinator", "gov-leader",
        "auditor", "administrator",
    },
    "/desk/reviews": {
        "works-handler", "works-head", "cleansing-handler", "north-handler", "coordination-coordinator", "gov-leader",
        "auditor",
    },
    "/desk/appraisals": {"works-head", "coordination-coordinator", "gov-leader", "auditor"},
    "/desk/evaluations": {"works-head", "coordination-coordinator", "gov-leader", "auditor"},
}  # fmt: skip
CAST = (
    "works-handler", "works-head", "cleansing-handler", "north-handler", "hotline-call-taker", "hotline-dispatcher",
    "hotline-callback", "coordination-coordinator", "gov-leader", "auditor", "administrator",
)  # fmt: skip


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_opens_to_its_roles_and_to_nobody_else(sign_in, screen, name) -> None:
    answer = sign_in(name).get(screen)
    assert answer.status_code == (200 if name in SCREENS[screen] else 403)


@pytest.mark.parametrize("name", CAST)
def test_the_navigation_names_every_screen_that_opens_and_no_other(sign_in, name) -> None:
    links = sign_in(name).get("/desk/").context["staff_nav"]
    assert {link.url for link in links} == {screen for screen, names in SCREENS.items() if name in names}


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("screen", ["/desk/", "/desk/search", "/desk/post"])
def test_home_search_and_posts_open_to_every_officer(sign_in, screen, name) -> None:
    assert sign_in(name).get(screen).status_code == 200


@pytest.mark.parametrize("screen", ["/desk/", "/desk/search", "/desk/cases/HB26-0000001-00", *SCREENS])
def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, db, screen) -> None:
    answer = client.get(screen)
    assert answer.status_code == 302
    assert answer.url.startswith("/desk/sign-in?next=")


def test_who_is_refused_learns_whose_page_it_is(sign_in) -> None:
    text = sign_in("works-handler").get("/desk/callbacks").content.decode()
    assert "Callback officer" in text
    assert "not open to your post" in text


def test_a_case_of_another_unit_looks_like_no_case(sign_in, told) -> None:
    case = told()
    stranger = sign_in("cleansing-handler").get(f"/desk/cases/{case.number}")
    nothing = sign_in("cleansing-handler").get("/desk/cases/HB26-9999999-00")
    assert stranger.status_code == nothing.status_code == 404
    assert "not open to your post" in stranger.content.decode()


def test_every_view_of_the_desk_says_who_may_open_it() -> None:
    from answerable.desk.urls import urlpatterns

    assert all(getattr(route.callback, "audience", "") for route in urlpatterns)


def test_the_person_is_shown_to_the_lead_and_the_hotline_and_to_nobody_else(sign_in, asked) -> None:
    seen = {
        name: "55512345" in sign_in(name).get(f"/desk/cases/{asked.number}").content.decode()
        for name in ("works-handler", "hotline-callback", "hotline-call-taker", "gov-leader", "auditor")
    }
    assert seen == {
        "works-handler": True, "hotline-callback": True, "hotline-call-taker": True, "gov-leader": False,
        "auditor": False,
    }  # fmt: skip
