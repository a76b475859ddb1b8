"""Free text to ISCO-08 and ISCED-F 2013: `load_coders` builds what decides.

scikit-learn is imported with the coders and not before, so that web processes start fast.
"""

from services.matching.coding.answers import Candidate, Coded
from services.matching.domain import Coders

__all__ = ["Candidate", "Coded", "load_coders"]


def load_coders() -> Coders:
    """The coders with the committed lexicon and calibration; takes about a second."""
    from services.matching.coding import calibration, lexicon
    from services.matching.coding.coder import FieldCoder, OccupationCoder

    fitted = calibration.read()
    version = f"{fitted.version}; {lexicon.VERSION}"
    return Coders(
        occupations=OccupationCoder(fitted.by_subject["occupations"]),
        fields=FieldCoder(fitted.by_subject["fields"]),
        versions={"occupation_coder": version, "field_coder": version},
    )
