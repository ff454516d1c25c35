"""Find personal data in free text, so that people can be warned and public views masked."""

from .find import PersonalData, find_personal_data

__all__ = ["PersonalData", "find_personal_data"]
