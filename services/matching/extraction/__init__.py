"""ESCO skills from Thai and English texts: `load_extractor` builds what finds them.

scikit-learn and the artefact are read with the extractor and not before, so that web processes
start fast.
"""

from services.matching.extraction.artefact import ExtractorRefused
from services.matching.extraction.extractor import SkillExtractor
from services.matching.extraction.mention import Mention

__all__ = ["ExtractorRefused", "Mention", "SkillExtractor", "load_extractor"]


def load_extractor() -> SkillExtractor:
    """The extractor with the committed artefact; takes about two seconds.

    Raises:
        ExtractorRefused: the artefact is not the one its metrics describe.
    """
    from services.matching.extraction import artefact
    from services.matching.extraction.catalogue import catalogue

    return SkillExtractor(catalogue(), artefact.read())
