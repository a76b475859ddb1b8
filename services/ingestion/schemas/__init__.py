"""What a caller may post: marshmallow schemas that tidy, check and document in one place."""

from services.ingestion.schemas.compiled import compiled
from services.ingestion.schemas.graduate import GraduateSchema
from services.ingestion.schemas.masking import masked_in
from services.ingestion.schemas.vacancy import ClosingSchema, VacancySchema

__all__ = ["ClosingSchema", "GraduateSchema", "VacancySchema", "compiled", "masked_in"]
