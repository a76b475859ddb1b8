"""Free text to ISCO-08 and ISCED-F 2013: `load_coders` builds what decides.

scikit-learn is imported with the coders and not before, so that web processes start fast.
"""

from services.matching.coding.answers import Candidate, Coded
from services.matching.domain import Coders

__all__ = ["Candidate", "Coded", "load_coders"]


def load_coders() -> Coders:
    """The committed coders; takes about two seconds.

    Raises:
        CoderRefused: when an artefact is not the one described beside it.
    """
    from services.matching.coding import artefact, lexicon, stored
    from services.matching.coding.coder import FieldCoder, OccupationCoder

    version = f"{stored.described()['version']}; {lexicon.VERSION}"
    return Coders(
        occupations=OccupationCoder(artefact.read("occupations", lexicon.occupation_entries())),
        fields=FieldCoder(artefact.read("fields", lexicon.field_entries())),
        versions={"occupation_coder": version, "field_coder": version},
    )
