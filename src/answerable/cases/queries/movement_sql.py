"""The statements behind queries.movement. Each counts over the cases opened in a period, in one pass.

Refused means: a unit objected, or led the case and gave it away by an objection that was upheld. What the hotline body
put right by itself is a hand-over and no refusal. Nothing that happened after `now` counts.
"""

from __future__ import annotations

CHOSEN = """
chosen AS MATERIALIZED (
    SELECT c.id, c.opened_at, coalesce(c.closed_at, %(now)s) AS ended_at, k.code AS category
    FROM cases_case c JOIN organisation_category k ON k.id = c.category_id
    WHERE c.jurisdiction_id = %(jurisdiction)s AND c.opened_at >= %(since)s AND c.opened_at < %(until)s
)"""

# Every lead that ended, with the rule by which the next one began: how the case left the unit.
HANDED = """
handed AS MATERIALIZED (
    SELECT a.case_id, a.unit_id, extract(epoch FROM a.until - a.since) AS seconds, following.rule
    FROM cases_assignment a
    JOIN chosen ON chosen.id = a.case_id
    CROSS JOIN LATERAL (
        SELECT n.rule FROM cases_assignment n
        WHERE n.case_id = a.case_id AND n.role = 'lead' AND (n.since, n.id) > (a.since, a.id)
        ORDER BY n.since, n.id LIMIT 1
    ) following
    WHERE a.role = 'lead' AND a.until <= %(now)s
)"""

REFUSED = """
refused AS MATERIALIZED (
    SELECT case_id, count(*) AS units FROM (
        SELECT o.case_id, o.unit_id FROM cases_objection o JOIN chosen ON chosen.id = o.case_id
        WHERE o.filed_at <= %(now)s
        UNION
        SELECT case_id, unit_id FROM handed WHERE rule IN ('upheld', 'passed_on')
    ) refusal GROUP BY case_id
)"""

CASES = f"""
WITH {CHOSEN}, {HANDED}, {REFUSED}
SELECT count(*),
    count(*) FILTER (WHERE units >= 1),
    count(*) FILTER (WHERE units >= 2),
    count(*) FILTER (WHERE units >= 2 AND ended_at > opened_at + interval '30 days'),
    count(*) FILTER (WHERE units >= 2 AND ended_at > opened_at + interval '6 months')
FROM chosen LEFT JOIN refused ON refused.case_id = chosen.id
"""

HOPS = f"""
WITH {CHOSEN}, {HANDED}
SELECT hops, count(*) FROM (SELECT count(*) AS hops FROM handed GROUP BY case_id) moved GROUP BY hops ORDER BY hops
"""

# One row for all, one for each rule, one for each unit.
HAND_OVERS = f"""
WITH {CHOSEN}, {HANDED}
SELECT unit_id, rule, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds),
    sum(seconds)
FROM handed GROUP BY GROUPING SETS ((), (rule), (unit_id)) HAVING count(*) > 0
"""

# Repeated: although the unit had been told before, on the same kind of matter, that it is its own.
RULINGS = f"""
WITH {CHOSEN}
SELECT o.unit_id, count(*), count(*) FILTER (WHERE o.upheld), count(*) FILTER (WHERE NOT o.upheld),
    count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM cases_objection b
        JOIN cases_case c ON c.id = b.case_id JOIN organisation_category k ON k.id = c.category_id
        WHERE b.unit_id = o.unit_id AND b.ruled_at < o.filed_at AND NOT b.upheld AND k.code = chosen.category
    ))
FROM cases_objection o JOIN chosen ON chosen.id = o.case_id
GROUP BY o.unit_id
"""

# A precedent: an earlier ruling on the same kind of matter that named a unit; followed when it named the same one.
_RULED = """
SELECT case_id, ruled_at, named_unit_id, catalogue, promoted_at FROM cases_objection WHERE named_unit_id IS NOT NULL
UNION ALL
SELECT case_id, ruled_at, named_unit_id, catalogue, promoted_at FROM cases_consultation WHERE named_unit_id IS NOT NULL
"""
PRECEDENTS = f"""
WITH {CHOSEN}, ruled AS MATERIALIZED (
    SELECT r.*, k.code AS category FROM ({_RULED}) r
    JOIN cases_case c ON c.id = r.case_id JOIN organisation_category k ON k.id = c.category_id
    WHERE c.jurisdiction_id = %(jurisdiction)s
), judged AS (
    SELECT r.catalogue, r.promoted_at, r.named_unit_id, (
        SELECT array_agg(b.named_unit_id) FROM ruled b WHERE b.category = r.category AND b.ruled_at < r.ruled_at
    ) AS earlier
    FROM ruled r JOIN chosen ON chosen.id = r.case_id
)
SELECT count(*), count(earlier), count(*) FILTER (WHERE named_unit_id = ANY(earlier)),
    count(*) FILTER (WHERE catalogue IN ('corrected', 'here')), count(promoted_at)
FROM judged
"""

# A part that goes on in another case, because the two were joined, is counted there. Owing: late, not done, and
# nothing said since it was due (rules.parts.owes_stage).
PARTS = f"""
WITH {CHOSEN}
SELECT a.unit_id, count(*), count(*) FILTER (WHERE coalesce(a.reported_at, a.until, chosen.ended_at) > a.due_at),
    count(*) FILTER (
        WHERE a.reported_at IS NULL AND a.until IS NULL AND chosen.ended_at >= %(now)s AND a.due_at < %(now)s
        AND (a.stage_at IS NULL OR a.stage_at <= a.due_at)
    )
FROM cases_assignment a JOIN chosen ON chosen.id = a.case_id
WHERE a.role = 'assist' AND a.carried_to_id IS NULL GROUP BY a.unit_id
"""
