"""The plan of Harbour, made once for the tests of a file."""

from tests.plans.standing import plan, standing_plan

__all__ = ["plan", "standing_plan"]
