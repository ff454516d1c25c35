"""Writing a finished analysis: result.json, statements.csv, masks.csv and report.html."""
