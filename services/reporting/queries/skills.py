"""Skills that vacancies ask for, beside those that graduates show."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, TableClause, and_, distinct, func, select

from services.reporting.disclosure import hide_small
from services.reporting.indicators.gap import share_gap
from services.reporting.indicators.shares import plain_share
from services.reporting.indicators.tally import Tally
from services.reporting.queries.report import Row
from services.reporting.queries.report import Table as ReportTable
from services.reporting.queries.selection import Selection
from services.reporting.store import graduate_facts, graduate_skills, vacancy_facts, vacancy_skills

MOST_SKILLS = 20


def skills_table(connection: Connection, selection: Selection, on: date) -> ReportTable:
    """The skills asked for most: d_s = vacancies asking s / vacancies with at least one skill,
    g_s = graduates showing s / graduates with at least one, and the gap d_s − g_s.

    A record has many skills, so the rows do not add up and stand each for itself.
    """
    asking = and_(vacancy_facts.c.key == vacancy_skills.c.key, selection.vacancies(on))
    showing = and_(graduate_facts.c.key == graduate_skills.c.key, selection.graduates())
    asked = _most_asked(connection, asking)
    shown = _shown(connection, showing, list(asked))
    all_vacancies = _with_any(connection, vacancy_skills, asking)
    all_graduates = _with_any(connection, graduate_skills, showing)
    rows = [
        _row(skill, _ones(n), all_vacancies, _ones(shown.get(skill, 0)), all_graduates)
        for skill, n in asked.items()
    ]
    return ReportTable("skills", ("skill",), rows, Row((), []))


def _row(skill: str, d: Tally, all_d: Tally, g: Tally, all_g: Tally) -> Row:
    gap = share_gap(d, all_d, all_d, g, all_g)
    figures = hide_small(
        [
            plain_share("demand_share", d, all_d, tells=(d.n, all_d.n)),
            plain_share("supply_share", g, all_g, tells=(g.n, all_g.n)),
        ]
    )
    is_hidden = any(figure.status == "suppressed" for figure in figures)
    return Row((skill,), [*figures, gap.hidden() if is_hidden else gap])


def _most_asked(connection: Connection, asking: ColumnElement[bool]) -> dict[str, int]:
    skill, n = vacancy_skills.c.skill, func.count()
    statement = (
        select(skill, n)
        .join_from(vacancy_skills, vacancy_facts, asking)
        .group_by(skill)
        .order_by(n.desc(), skill)
        .limit(MOST_SKILLS)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def _shown(
    connection: Connection, showing: ColumnElement[bool], skills: list[str]
) -> dict[str, int]:
    skill = graduate_skills.c.skill
    statement = (
        select(skill, func.count())
        .join_from(graduate_skills, graduate_facts, showing)
        .where(skill.in_(skills))
        .group_by(skill)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def _with_any(connection: Connection, skills: TableClause, holding: ColumnElement[bool]) -> Tally:
    facts = vacancy_facts if skills is vacancy_skills else graduate_facts
    statement = select(func.count(distinct(skills.c.key))).join_from(skills, facts, holding)
    return _ones(connection.scalar(statement) or 0)


def _ones(n: int) -> Tally:
    return Tally(n, float(n), float(n))
