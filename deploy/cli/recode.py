"""`lmis recode`: every kept record assessed anew by the present coders, model and taxonomies."""

from collections import Counter

import click

from deploy.cli.console import progress, show_table
from deploy.cli.taxonomy import serve_taxonomy
from services.matching import store
from services.matching.assess import Assessor
from services.matching.brain import load_coders, load_extractor, load_judge
from services.matching.recoding import Move, Recoder, Silent, Summary
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.taxonomy import isced_f, isco

MOST_SHOWN = 30


@click.command()
@click.option("--dry-run", is_flag=True, help="only say what would change")
@click.pass_obj
def recode(settings: Settings, dry_run: bool) -> None:
    """Assess every record anew; what was said before is kept beside it.

    It may run beside the services, be broken off and run again.
    """
    serve_taxonomy(settings)
    engine = make_engine(settings.database("matching"))
    recoder = Recoder(
        engine,
        lambda: Assessor(
            load_coders(),
            load_judge(settings.models()),
            Silent(),
            extractor=load_extractor,
        ),
    )
    try:
        with engine.connect() as connection:
            total = store.count(connection)
        with progress("comparing" if dry_run else "re-coding", total) as advance:
            summary = recoder.everything(advance, dry_run=dry_run)
    finally:
        engine.dispose()
    _show(summary, "would be" if dry_run else "were")


def _show(summary: Summary, verb: str) -> None:
    click.echo(f"{summary.seen} records, of which {summary.renewed} {verb} assessed otherwise")
    if summary.exhausted:
        click.echo(f"{summary.exhausted} have no revision left until they are posted again")
    for kind in ("occupation", "field"):
        moved = Counter({move: n for move, n in summary.moved.items() if move[0] == kind})
        if moved:
            rows = [_row(move, n) for move, n in moved.most_common(MOST_SHOWN)]
            title = f"{kind}: {moved.total()} codes {verb} changed, {len(moved)} ways"
            show_table(title, ["from", "to", "records"], rows)


def _row(move: Move, count: int) -> list[str]:
    kind, was, now = move
    return [_named(kind, was), _named(kind, now), str(count)]


def _named(kind: str, code: str | None) -> str:
    codes = isco if kind == "occupation" else isced_f
    if code is None:
        return "uncoded"
    return f"{code} {codes.label(code)}" if codes.is_code(code) else code
