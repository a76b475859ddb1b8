"""What a caller may post: marshmallow schemas that tidy, check and document in one place."""

from services.ingestion.schemas.graduate import GraduateSchema
from services.ingestion.schemas.vacancy import ClosingSchema, VacancySchema

__all__ = ["ClosingSchema", "GraduateSchema", "VacancySchema"]
