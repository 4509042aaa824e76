"""Read StratML Part 1 and Part 2 leniently into a plan, with a line for everything that is not as the schema says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from xml.etree.ElementTree import Element

from answerable.plans.exchange.plan_document import (
    Answering,
    ElementDocument,
    IndicatorDocument,
    Names,
    PlanDocument,
    Role,
    Stakeholder,
    Statement,
    Submitter,
)
from answerable.plans.exchange.report import Report
from answerable.plans.exchange.safe_xml import child, children, local, namespace, parse, text
from answerable.plans.exchange.stratml_deviations import note_deviations
from answerable.plans.exchange.stratml_identifiers import Codes, valid
from answerable.plans.exchange.stratml_results import ResultReader, date_of, relations, year_start
from answerable.plans.exchange.stratml_shape import (
    ACCOUNTABLE,
    DONE,
    FORMS,
    MEASURED_IN,
    ROLE_KINDS,
    ROOTS,
    STAGES,
    STAKEHOLDER_KINDS,
)
from answerable.rules.problems import Problem, Refused


def read(body: bytes, language: str = "en") -> tuple[PlanDocument, Report]:
    """The plan a StratML document holds; its texts are taken to be in `language` (zh_hant, en, zh_hans).

    Raises Refused: not_xml, xml_with_entities, exchange_too_large, and stratml_other_dialect for XML that is
    neither Part 1 nor Part 2, such as the "3.5" documents.
    """
    root = parse(body)
    part = ROOTS.get(local(root))
    if part is None or child(root, "StrategicPlanCore") is None:
        params: dict[str, object] = {"root": local(root), "namespace": namespace(root)}
        raise Refused(Problem("stratml_other_dialect", params=params))
    report = Report()
    note_deviations(root, part, report)
    return _Reader(root, language, report).plan(), report


class _Reader:
    def __init__(self, root: Element, language: str, report: Report) -> None:
        self.root, self.language, self.report = root, language, report
        self.codes = Codes(root)
        self.core = child(root, "StrategicPlanCore")
        self.about = child(root, "AdministrativeInformation")
        self.starts_on = date_of(text(self.about, "StartDate"))
        self.ends_on = date_of(text(self.about, "EndDate"))
        self.elements: list[ElementDocument] = []
        self.indicators: list[IndicatorDocument] = []
        self.year_starts_in = year_start(root, self.starts_on, self.ends_on)
        self.results = ResultReader(self.year_starts_in, report)

    def plan(self) -> PlanDocument:
        for number, goal in enumerate(children(self.core, "Goal") if self.core is not None else (), 1):
            self.goal(goal, number)
        return PlanDocument(
            code=self.code(),
            name=self.names(self.root, "Name"),
            description=self.names(self.root, "Description"),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            year_starts_in=self.year_starts_in,
            elements=tuple(self.elements),
            indicators=tuple(self.indicators),
            source=text(self.about, "Source").replace(" ", "%20"),
            notes=text(self.root, "OtherInformation"),
            published_on=date_of(text(self.about, "PublicationDate")),
            bodies=tuple(self.statement(body) for body in self.of_core("Organization")),
            vision=self.statement(child(self.core, "Vision")),
            mission=self.statement(child(self.core, "Mission")),
            values=tuple(filter(_says_something, map(self.statement, self.of_core("Value")))),
            submitter=self.submitter(),
            form=FORMS.get(self.root.get("Type", ""), ""),
        )

    def of_core(self, name: str) -> list[Element]:
        return [] if self.core is None else list(children(self.core, name))

    def code(self) -> str:
        """The document's own identifier, else one from its name, the same at every reading."""
        name = text(self.root, "Name")
        short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
        wish = short or sha256(name.encode()).hexdigest()[:8]
        return self.codes.stated(self.about) or self.codes.of(self.root, valid(f"plan-{wish}"))

    def names(self, element: Element, name: str) -> Names:
        return Names(**{self.language: text(element, name)})

    def goal(self, goal: Element, number: int) -> None:
        code = self.element(goal, "goal", "", f"goal-{number}")
        for inner, objective in enumerate(children(goal, "Objective"), 1):
            below = self.element(objective, "objective", code, f"objective-{number}.{inner}")
            for place, indicator in enumerate(children(objective, "PerformanceIndicator"), 1):
                self.indicators.append(self.indicator(indicator, below, f"indicator-{number}.{inner}.{place}"))

    def element(self, element: Element, level: str, parent: str, wish: str) -> str:
        code = self.codes.of(element, wish)
        owner, others = _owner_and_others(self.stakeholders(element), self.language)
        self.elements.append(
            ElementDocument(
                code=code,
                parent_code=parent,
                level=level,
                name=self.names(element, "Name"),
                description=self.names(element, "Description"),
                number=text(element, "SequenceIndicator"),
                owner=owner,
                stakeholders=others,
                notes=text(element, "OtherInformation"),
            )
        )
        return code

    def indicator(self, element: Element, objective: str, wish: str) -> IndicatorDocument:
        code = self.codes.of(element, wish)
        targets = tuple(self.results.targets(element, code))
        measured_in = MEASURED_IN.get(element.get("PerformanceIndicatorType", ""), "")
        done = measured_in == "qualitative" and any((t.quality, t.grade) == DONE for t in targets)
        return IndicatorDocument(
            code=code,
            element_code=objective,
            name=self.names(element, "MeasurementDimension"),
            number=text(element, "SequenceIndicator"),
            unit=self.names(element, "UnitOfMeasurement"),
            kind="milestone" if done else "",
            targets=targets,
            observations=tuple(self.results.observations(element, code)),
            value_chain=STAGES.get(element.get("ValueChainStage", ""), ""),
            measured_in=measured_in,
            relations=tuple(relations(element, self.codes)),
            notes=text(element, "OtherInformation"),
        )

    def stakeholders(self, element: Element | None) -> tuple[Stakeholder, ...]:
        found = () if element is None else children(element, "Stakeholder")
        return tuple(
            Stakeholder(
                name=text(one, "Name"),
                description=text(one, "Description"),
                kind=STAKEHOLDER_KINDS.get(one.get("StakeholderTypeType", ""), ""),
                roles=tuple(_roles(one)),
            )
            for one in found
            if text(one, "Name")
        )

    def statement(self, element: Element | None) -> Statement:
        return Statement(
            name=text(element, "Name"),
            description=text(element, "Description"),
            acronym=text(element, "Acronym"),
            identifier=self.codes.stated(element),
            stakeholders=self.stakeholders(element),
        )

    def submitter(self) -> Submitter:
        """Whoever submitted it, at the end as in Part 2, among the administrative information, or misplaced."""
        found = next((element for element in self.root.iter() if local(element) == "Submitter"), None)
        return Submitter(
            given_name=text(found, "GivenName"),
            surname=text(found, "Surname"),
            phone=text(found, "PhoneNumber"),
            mail=text(found, "EmailAddress"),
            identifier=self.codes.stated(found),
        )


def _says_something(statement: Statement) -> bool:
    return statement != Statement()


def _roles(stakeholder: Element) -> Iterable[Role]:
    for role in children(stakeholder, "Role"):
        kinds = dict.fromkeys(ROLE_KINDS.get(text(kind), "") for kind in children(role, "RoleType"))
        made = Role(text(role, "Name"), text(role, "Description"), tuple(kind for kind in kinds if kind))
        if made != Role():
            yield made


def _owner_and_others(found: tuple[Stakeholder, ...], language: str) -> tuple[Answering, tuple[Stakeholder, ...]]:
    """Whoever answers as our own documents say it; nobody is made an owner from other people's roles."""
    for place, one in enumerate(found):
        if [role.name for role in one.roles] == [ACCOUNTABLE]:
            stated = Names() if one.name == one.description else Names(**{language: one.name})
            owner = Answering(post_code=one.description, stated=stated)
            return owner, found[:place] + found[place + 1 :]
    return Answering(), found
