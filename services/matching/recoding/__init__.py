"""Records assessed anew: after a correction, or under other coders, models and taxonomies."""

from services.matching.recoding.loop import RecodingLoop
from services.matching.recoding.records import Move, Recoder, Silent, Summary

__all__ = ["Move", "Recoder", "RecodingLoop", "Silent", "Summary"]
