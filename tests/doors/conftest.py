from helpers_house_fixtures import house, house_template  # noqa: F401
