"""Every read of figures, comments and appraisals."""
