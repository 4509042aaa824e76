"""Write a plan as StratML, valid against the published schema: Part 2, or Part 1 for a plan without indicators.

StratML has no baseline, direction, path, nature or owner of an indicator, and one language. These stand as lines in
OtherInformation, for people; nothing is invented for what the plan does not say.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from answerable.plans.exchange.plan_document import (
    Answering,
    ElementDocument,
    IndicatorDocument,
    Names,
    ObservationDocument,
    PlanDocument,
    Role,
    Stakeholder,
    Statement,
    Submitter,
    TargetDocument,
)
from answerable.plans.exchange.spans import days_of
from answerable.plans.exchange.stratml_identifiers import Identifiers
from answerable.plans.exchange.stratml_other import besides, in_words
from answerable.plans.exchange.stratml_shape import (
    ACCOUNTABLE,
    FORMS,
    MEASURED_IN,
    NAMESPACES,
    RELATIONS,
    ROLE_KINDS,
    STAGES,
    STAKEHOLDER_KINDS,
)
from answerable.plans.exchange.stratml_tree import Goal, Objective, arranged

NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Result = TargetDocument | ObservationDocument
Part = tuple[str, str]  # what it is, and its code


def _schema_words(ours: dict[str, str]) -> dict[str, str]:
    return {value: key for key, value in ours.items()}


STAKEHOLDER_WORDS, ROLE_WORDS, FORM_WORDS = map(_schema_words, (STAKEHOLDER_KINDS, ROLE_KINDS, FORMS))
STAGE_WORDS, MEASURED_WORDS, RELATION_WORDS = map(_schema_words, (STAGES, MEASURED_IN, RELATIONS))


def fitting_part(plan: PlanDocument) -> int:
    """1 for a plan of goals alone; 2 as soon as anything is measured, dated, or somebody has a role in it."""
    people = [one for body in plan.bodies for one in body.stakeholders]
    people += [one for element in plan.elements for one in element.stakeholders]
    roles = any(one.roles for one in people) or any(element.owner for element in plan.elements)
    return 2 if plan.indicators or plan.tasks or plan.form or roles else 1


def write(plan: PlanDocument, language: str = "en", part: int | None = None) -> bytes:
    """The document in UTF-8; texts in `language`, else in the first language that has one.

    `part` chooses the schema; Part 1 leaves indicators and roles out.
    """
    return _Writer(plan, language, part or fitting_part(plan)).document()


class _Writer:
    def __init__(self, plan: PlanDocument, language: str, part: int) -> None:
        self.plan, self.language, self.part = plan, language, part
        self.identifiers = Identifiers()
        self.goals = arranged(plan)
        self.identifier_of = {part: self.identifiers.take(part[1]) for part in self._parts()}
        self.identifier_of_indicator = self._indicators()

    def _parts(self) -> list[Part]:
        """What keeps its own identifier, in the order of the document; everybody else's comes after."""
        elements = [element.code for element in self.plan.elements]
        return list(dict.fromkeys([("plan", self.plan.code), *(("element", code) for code in elements)]))

    def _indicators(self) -> dict[int, str]:
        """The identifier of each indicator and milestone by its `id()`: a milestone may share an indicator's code."""
        found = [one for goal in self.goals for below in goal.objectives for one in below.indicators]
        taken = {id(one): self.identifiers.take(one.code) for one in found}
        self.identifier_of |= {
            ("indicator", one.code): taken[id(one)] for one in self.plan.indicators if id(one) in taken
        }
        return taken

    def document(self) -> bytes:
        root = Element("StrategicPlan" if self.part == 1 else "PerformancePlanOrReport", xmlns=NAMESPACES[self.part])
        if self.part == 2:
            root.set(
                "Type", FORM_WORDS.get(self.plan.form, "Performance_Plan" if self.plan.indicators else "Strategic_Plan")
            )
        self._names(root, "Name", self.plan.name, required=True)
        self._names(root, "Description", self.plan.description)
        _text(root, "OtherInformation", self.plan.notes)
        self._core(SubElement(root, "StrategicPlanCore"))
        self._about(root)
        ElementTree.indent(root)
        return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)

    def _names(self, parent: Element, name: str, names: Names, required: bool = False) -> None:
        _text(parent, name, names.first(self.language), required)

    def _identifier(self, parent: Element, wish: str) -> None:
        if wish:
            _text(parent, "Identifier", self.identifiers.take(wish))

    def _core(self, core: Element) -> None:
        for body in self.plan.bodies:
            self._body(SubElement(core, "Organization"), body)
        for name, said in (("Vision", self.plan.vision), ("Mission", self.plan.mission)):
            if said != Statement():
                element = SubElement(core, name)
                _text(element, "Description", said.description)
                self._identifier(element, said.identifier)
        for value in self.plan.values:
            element = SubElement(core, "Value")
            _text(element, "Name", value.name)
            _text(element, "Description", value.description)
        for goal in self.goals:
            self._goal(SubElement(core, "Goal"), goal)

    def _body(self, parent: Element, body: Statement) -> None:
        _text(parent, "Name", body.name)
        _text(parent, "Acronym", body.acronym)
        self._identifier(parent, body.identifier)
        _text(parent, "Description", body.description)
        self._stakeholders(parent, body.stakeholders)

    def _goal(self, parent: Element, goal: Goal) -> None:
        if goal.element is None:
            self._names(parent, "Name", self.plan.name, required=True)
            _text(parent, "Description", "", required=True)
        else:
            self._element(parent, goal.element, goal.above, required=True)
        for objective in goal.objectives:
            self._objective(SubElement(parent, "Objective"), objective)

    def _objective(self, parent: Element, objective: Objective) -> None:
        if objective.element is not None:
            self._element(parent, objective.element, Names())
        for indicator in objective.indicators if self.part == 2 else ():
            self._indicator(SubElement(parent, "PerformanceIndicator"), indicator)

    def _element(self, parent: Element, element: ElementDocument, above: Names, required: bool = False) -> None:
        self._names(parent, "Name", element.name, required)
        self._names(parent, "Description", element.description, required)
        _text(parent, "Identifier", self.identifier_of["element", element.code])
        _text(parent, "SequenceIndicator", element.number)
        owner = [self._owner(element.owner)] if element.owner else []
        self._stakeholders(parent, (*owner, *element.stakeholders))
        domain = [f"Domain: {above.first(self.language)}"] if above else []
        _text(parent, "OtherInformation", "\n".join([*filter(None, [element.notes]), *domain]))

    def _owner(self, owner: Answering) -> Stakeholder:
        """Whoever answers, as a person in a role, since StratML has no owner."""
        name = owner.stated.first(self.language) or owner.post_code
        return Stakeholder(name, owner.post_code, "person", (Role(ACCOUNTABLE, kinds=("performer",)),))

    def _stakeholders(self, parent: Element, found: tuple[Stakeholder, ...]) -> None:
        for one in found:
            kind = {"StakeholderTypeType": STAKEHOLDER_WORDS[one.kind]} if one.kind else {}
            element = SubElement(parent, "Stakeholder", kind)
            _text(element, "Name", one.name, required=True)
            _text(element, "Description", one.description)
            for role in one.roles if self.part == 2 else ():
                inner = SubElement(element, "Role")
                _text(inner, "Name", role.name, required=True)
                _text(inner, "Description", role.description)
                for word in role.kinds:
                    _text(inner, "RoleType", ROLE_WORDS[word])

    def _indicator(self, parent: Element, indicator: IndicatorDocument) -> None:
        for name, word, words in (
            ("ValueChainStage", indicator.value_chain, STAGE_WORDS),
            ("PerformanceIndicatorType", indicator.measured_in, MEASURED_WORDS),
        ):
            if word:
                parent.set(name, words[word])
        _text(parent, "SequenceIndicator", indicator.number)
        self._names(parent, "MeasurementDimension", indicator.name, required=True)
        self._names(parent, "UnitOfMeasurement", indicator.unit, required=True)
        _text(parent, "Identifier", self.identifier_of_indicator[id(indicator)])
        for relation in indicator.relations:
            kind = {"RelationshipType": RELATION_WORDS[relation.kind]} if relation.kind else {}
            element = SubElement(parent, "Relationship", kind)
            _text(element, "ReferentIdentifier", self.identifier_of.get(("indicator", relation.other), relation.other))
            _text(element, "Name", relation.name)
            _text(element, "Description", relation.description)
        if indicator.targets or indicator.observations:
            instance = SubElement(parent, "MeasurementInstance")
            for target in indicator.targets:
                self._result(SubElement(instance, "TargetResult"), target, *self._days(target, target.on))
            for observation in indicator.observations:
                days = self._days(observation, observation.ends_on)
                self._result(SubElement(instance, "ActualResult"), observation, *days)
        _text(parent, "OtherInformation", "\n".join(besides(indicator, self.language)))

    def _days(self, result: Result, ends_on: date | None) -> tuple[str, str]:
        """The first and last day as the document says them, else those of its period."""
        known = (result.starts_on, ends_on) if result.starts_on or ends_on else None
        first, last = known or days_of(result.period, self.plan.year_starts_in)
        return str(first or ""), str(last or "")

    def _result(self, parent: Element, result: Result, starts_on: str, ends_on: str) -> None:
        _text(parent, "StartDate", starts_on)
        _text(parent, "EndDate", ends_on)
        _text(parent, "NumberOfUnits", _number(result.value))
        if result.quality or result.grade:
            element = SubElement(parent, "Descriptor")
            _text(element, "DescriptorName", result.quality)
            _text(element, "DescriptorValue", result.grade)
        _text(parent, "Description", result.words or in_words(result))

    def _about(self, root: Element) -> None:
        about = SubElement(root, "AdministrativeInformation")
        if self.part == 2:
            _text(about, "Identifier", self.identifier_of["plan", self.plan.code])
        for name, day in (
            ("StartDate", self.plan.starts_on),
            ("EndDate", self.plan.ends_on),
            ("PublicationDate", self.plan.published_on),
        ):
            _text(about, name, str(day or ""))
        _text(about, "Source", self.plan.source.replace(" ", "%20"))
        if self.plan.submitter != Submitter():
            self._submitter(SubElement(about if self.part == 1 else root, "Submitter"))

    def _submitter(self, parent: Element) -> None:
        by = self.plan.submitter
        if self.part == 2:
            self._identifier(parent, by.identifier)
        names = ("GivenName", "Surname", "PhoneNumber", "EmailAddress")
        for name, value in zip(names, (by.given_name, by.surname, by.phone, by.mail), strict=True):
            _text(parent, name, value)


def _text(parent: Element, name: str, value: str, required: bool = False) -> None:
    """A child with a text, where there is one or the schema wants the child all the same."""
    if value or required:
        SubElement(parent, name).text = NOT_IN_XML.sub(" ", value) or None


def _number(value: Decimal | None) -> str:
    """Plain digits, never an exponent."""
    return "" if value is None else f"{value:f}"
