"""Which of those that are alike stands for the others: laws, whatever the advertisements."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.duplicates.advertising import Compared, compared
from services.ingestion.duplicates.electing import Election
from services.ingestion.duplicates.likeness import WINDOW, likeness
from tests.builders import a_vacancy

FIRST = date(2026, 1, 1).toordinal()
TITLES = ("พนักงานขาย", "พนักงานขาย สาขาบางแค", "Java Developer", "ช่างเชื่อม")
Advert = tuple[str, int, bool, str | None]
adverts = st.lists(
    st.tuples(
        st.sampled_from(TITLES),
        st.integers(0, 200),
        st.booleans(),
        st.sampled_from([None, "firm", "other"]),
    ),
    max_size=14,
)


def known(found: list[Advert]) -> dict[str, Compared]:
    """The advertisements, each by an agency of its own."""
    made = [
        compared(
            f"agency-{i}/1",
            "",
            a_vacancy(
                "1",
                provider=f"agency-{i}",
                title=title,
                employer=employer,
                region="TH-10",
                posted_on=date.fromordinal(FIRST + day).isoformat(),
            ),
            date.fromordinal(FIRST + day).isoformat() if closed else None,
        )
        for i, (title, day, closed, employer) in enumerate(found)
    ]
    return {one.key: one for one in made}


def alike(one: Compared, other: Compared) -> bool:
    found = likeness((one.parts, one.text), (other.parts, other.text))
    return found is not None and found.is_enough


def test_titles_that_name_no_work_do_not_name_the_same() -> None:
    def advertised(*titles: str) -> bool:
        one, other = (
            a_vacancy("1", provider=f"agency-{i}", title=title, employer="firm", region="TH-10")
            for i, title in enumerate(titles)
        )
        return alike(*(compared(of.provider, "", of, None) for of in (one, other)))

    assert not advertised("รับสมัครด่วน 5 อัตรา", "สมัครงาน ด่วนมาก")
    assert advertised("ผู้จัดการ", "ด่วน! ผู้จัดการ")
    assert advertised("พนักงานขาย ด่วน", "รับสมัครพนักงานขาย 5 อัตรา")


def settled(everyone: dict[str, Compared], order: list[str]) -> dict[str, str | None]:
    """The end of electing one after the other, and again whoever a change bears on."""
    election = Election(everyone, {}, {})
    waiting = list(order)
    while waiting:
        election.elect(waiting.pop(0), everyone)
        waiting += sorted(election.again - set(waiting))
    return election.repeats


@given(adverts)
def test_likeness_is_the_same_from_either_side(found: list[Advert]) -> None:
    everyone = list(known(found).values())
    assert all(alike(a, b) == alike(b, a) for a in everyone for b in everyone)


@given(adverts, st.randoms(use_true_random=False))
def test_whatever_the_order_each_repeats_the_first_that_repeats_none(
    found: list[Advert], draw: st.DrawFn
) -> None:
    everyone = known(found)
    order = list(everyone)
    draw.shuffle(order)  # type: ignore[attr-defined]
    repeats = settled(everyone, order)
    firsts: list[Compared] = []
    for one in sorted(everyone.values(), key=lambda one: one.order):
        expected = next((first.key for first in firsts if alike(one, first)), None)
        assert repeats[one.key] == expected
        if expected is None:
            firsts.append(one)


@given(adverts)
def test_no_two_far_apart_in_time_are_one_job(found: list[Advert]) -> None:
    everyone = known(found)
    for key, first in settled(everyone, list(everyone)).items():
        if first is not None:
            assert abs(everyone[key].parts.day - everyone[first].parts.day) <= WINDOW
