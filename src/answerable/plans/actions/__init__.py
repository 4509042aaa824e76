"""Every write of plans. What a verb needs and who may do it: rules.plan_acts."""
