"""A dry run compares each row with those before it, as if they had been kept."""

from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.batches.foreseeing import Foreseen
from services.ingestion.domain import Kept, Outcome
from tests.builders import a_vacancy

records = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from("xyz"), max_size=8)


@given(st.lists(records, max_size=20))
def test_rows_are_judged_as_if_the_earlier_ones_were_kept(steps: list[dict[str, str]]) -> None:
    foreseen, kept = Foreseen(), dict[str, str]()
    for step in steps:
        given_records = [
            Kept(key, "me", content.encode(), content, a_vacancy()) for key, content in step.items()
        ]
        first = [Outcome("created", key) for key in step]
        judged = foreseen.judge(given_records, first)
        assert [outcome.status for outcome in judged] == [
            "created" if key not in kept else "unchanged" if kept[key] == content else "updated"
            for key, content in step.items()
        ]
        kept |= step
