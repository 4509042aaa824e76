"""What the record says about units and heads: figures of the case stream, and the year's appraisal."""
