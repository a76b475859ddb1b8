"""Records assessed anew: after a correction, or under other coders, models and taxonomies."""

from services.matching.recoding.loop import RecodingLoop
from services.matching.recoding.records import Recoder, Silent, Summary

__all__ = ["Recoder", "RecodingLoop", "Silent", "Summary"]
