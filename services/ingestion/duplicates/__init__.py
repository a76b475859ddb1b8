"""Vacancies that were advertised more than once: found by likeness, elected, and put right."""
