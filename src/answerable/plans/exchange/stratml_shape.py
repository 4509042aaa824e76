"""StratML Part 1 (ISO 17469-1:2015, schema 2014-04-01) and Part 2 (ANSI/AIIM 22:2017, schema 2016-02-16) as tables.

For every element: its children in the order the schema demands, each with how often it may stand there:
"1" once, "?" once or not, "*" any number of times, "+" at least once, "2" up to twice.
"""

from __future__ import annotations

from collections.abc import Mapping

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
ROOTS = {"StrategicPlan": 1, "PerformancePlanOrReport": 2}
NAMESPACES = {1: PART_1, 2: PART_2}

Children = tuple[tuple[str, str], ...]


def _children(text: str) -> Children:
    return tuple((word[:-1], word[-1]) for word in text.split())


_COMMON = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name1 Description1 Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?",
}
_PART_1 = _COMMON | {
    "StrategicPlan": "Name1 Description? OtherInformation? StrategicPlanCore1 AdministrativeInformation?",
    "Stakeholder": "Name1 Description?",
    "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
    "Submitter": "GivenName? Surname? PhoneNumber? EmailAddress?",
}
_PART_2 = _COMMON | {
    "PerformancePlanOrReport": (
        "Name1 Description? OtherInformation? StrategicPlanCore1 AdministrativeInformation? Submitter?"
    ),
    "Objective": _COMMON["Objective"] + " PerformanceIndicator*",
    "Stakeholder": "Name1 Description? Role*",
    "Role": "Name1 Description? RoleType2",
    "PerformanceIndicator": (
        "SequenceIndicator? MeasurementDimension1 UnitOfMeasurement1 Identifier? Relationship* MeasurementInstance*"
        " OtherInformation?"
    ),
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "Descriptor": "DescriptorName? DescriptorValue?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
    "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
}
SHAPE: Mapping[int, Mapping[str, Children]] = {
    1: {name: _children(text) for name, text in _PART_1.items()},
    2: {name: _children(text) for name, text in _PART_2.items()},
}

# Words of the schema's lists, and ours.
STAKEHOLDER_KINDS = {"Person": "person", "Organization": "organisation", "Generic_Group": "group"}
ROLE_KINDS = {"Performer": "performer", "Beneficiary": "beneficiary"}
FORMS = {
    "Strategic_Plan": "strategic_plan",
    "Performance_Plan": "performance_plan",
    "Performance_Report": "performance_report",
}
STAGES = {
    "Outcome": "outcome",
    "Output_Processing": "output_processing",
    "Output": "output",
    "Input_Processing": "input_processing",
    "Input": "input",
}
MEASURED_IN = {"Quantitative": "quantitative", "Qualitative": "qualitative"}
RELATIONS = {"Broader_Than": "broader", "Peer_To": "peer", "Narrower_Than": "narrower"}
# The attributes of each element with the words each may hold.
ATTRIBUTES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "PerformancePlanOrReport": {"Type": FORMS},
    "Stakeholder": {"StakeholderTypeType": STAKEHOLDER_KINDS},
    "PerformanceIndicator": {"ValueChainStage": STAGES, "PerformanceIndicatorType": MEASURED_IN},
    "Relationship": {"RelationshipType": RELATIONS},
}
# The role we write, and know again, for whoever answers; and the grade of a milestone that is done.
ACCOUNTABLE = "Accountable"
DONE = ("Status", "Done")
