"""The accessibility statement with its reports, and what the operator says of personal data."""
