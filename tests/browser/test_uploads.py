"""A file on its way through the pages in a real browser: from the key to the mended rows."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser.places import LANGUAGES
from tests.browser.upload_site import UploadSite
from tests.browser.watching import DESKTOP, PHONE, Visit, visit
from tests.support.real_files import FILES, MADE_ON, RealFile

pytestmark = pytest.mark.browser
_HEADING = ("รหัสนักศึกษา", "ชื่อ-สกุล", "ชื่อหลักสูตร", "ระดับ", "ปีที่สำเร็จ", "จังหวัด")
_ROWS = (
    ("641001", "สมชาย ใจดี", "วศ.บ. วิศวกรรมคอมพิวเตอร์", "ปริญญาตรี", "2566", "เชียงใหม่"),
    ("641002", "สมหญิง ใจดี", "บธ.บ. การบัญชี", "ปริญญาตรี", "25x6", "ขอนแก่น"),
    ("641003", "=1+1", "พย.บ. พยาบาลศาสตร์", "ปริญญาตรี", "2566", "กรุงเทพมหานคร"),
)


def a_file(directory: Path, name: str = "บัณฑิต 2566.csv") -> Path:
    """As a registrar's spreadsheet saves it: cp874, semicolons, one year mistyped."""
    path = directory / name
    lines = [";".join(row) for row in (_HEADING, *_ROWS)]
    path.write_bytes("\r\n".join(lines).encode("cp874"))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_matched_checked_sent_mended_and_sent_again(
    browser: Browser, upload_site: UploadSite, language: str, tmp_path: Path
):
    with visit(browser, upload_site.root) as visited:
        page = visited.page
        _sign_in(visited, upload_site.new_key(f"uni-{language}"), language)
        _is_fit(visited)
        _upload(page, a_file(tmp_path, f"{language}.csv"))
        _match(page)
        _is_fit(visited)
        _go(page, "try")
        _finished(page)
        expect(page.locator("dl.counts dd")).to_have_text(["3", "2", "0", "0", "1", "0"])
        page.locator("a.action").click()
        _go(page, "send")
        _finished(page)
        _is_fit(visited)
        faulty = page.locator("#rows ~ .broad tbody tr")
        expect(faulty).to_have_count(1)
        expect(faulty).to_contain_text("25x6")
        _upload_again(page, _mended(page, tmp_path))
        _finished(page)
        expect(page.locator("dl.counts dd")).to_have_text(["1", "1", "0", "0", "0", "0"])
        page.locator("nav.trail a").click()
        expect(page.locator("#history ~ .broad tbody tr")).to_have_count(3)
        expect(page.locator(".score b")).to_have_text(re.compile(r"\d"))
        _is_fit(visited)
        page.locator("header form button").click()
        expect(page.locator("#key")).to_be_visible()
        visited.open("/ingestion/", language)
        expect(page.locator("#key")).to_be_visible()


@pytest.mark.parametrize(
    ("file", "language"),
    [(file, LANGUAGES[number % 2]) for number, file in enumerate(FILES)],
    ids=lambda given: getattr(given, "profile", given),
)
def test_a_real_file_is_read_as_its_profile_says(
    browser: Browser, upload_site: UploadSite, file: RealFile, language: str
):
    with visit(browser, upload_site.root) as visited:
        page = visited.page
        key = upload_site.new_key(f"real-{file.profile}-{language}", file.role)
        _sign_in(visited, key, language)
        page.set_input_files("#file", file.place)
        page.click("form[data-drop] button")
        page.select_option("select[name=profile]", file.profile)
        page.locator("form.line-form button").click()
        page.fill("form.line-form [name=as_of]", MADE_ON)
        page.locator("form.line-form button").click()
        expect(page.locator(".row")).not_to_have_count(0)
        _is_fit(visited)
        _go(page, "send")
        _finished(page)
        counted = [
            int(re.sub(r"\D", "", text)) for text in page.locator("dl.counts dd").all_inner_texts()
        ]
        assert counted[0] == file.rows
        assert counted[1] == file.rows - file.rejected - file.repeats
        assert counted[4] == file.rejected
        _is_fit(visited)


def test_without_scripts_a_file_goes_the_same_way(
    browser: Browser, upload_site: UploadSite, tmp_path: Path
):
    with visit(browser, upload_site.root, java_script_enabled=False) as visited:
        page = visited.page
        _sign_in(visited, upload_site.new_key("plain"), "en")
        _upload(page, a_file(tmp_path, "plain.csv"))
        _match(page)
        _go(page, "try")
        for _ in range(50):
            if page.locator("progress").count() == 0:
                break
            page.wait_for_timeout(200)
            page.locator("#state ~ p a").first.click()
        expect(page.locator("dl.counts dd").first).to_have_text("3")


def test_the_way_to_a_batch_is_gone_by_keys_alone(
    browser: Browser, upload_site: UploadSite, tmp_path: Path
):
    with visit(browser, upload_site.root) as visited:
        page = visited.page
        visited.open("/ingestion/sign-in", "en")
        _tab_to(page, "#key")
        page.keyboard.type(upload_site.new_key("keys"))
        page.keyboard.press("Enter")
        expect(page.locator("#file")).to_be_visible()
        page.set_input_files("#file", a_file(tmp_path, "keys.csv"))
        _tab_to(page, "form[data-drop] button")
        page.keyboard.press("Enter")
        expect(page.locator("#first")).to_be_visible()
        _tab_to(page, "button[value=try]")
        page.keyboard.press("Enter")
        expect(page.locator("#state")).to_be_visible()


def test_a_revoked_key_ends_the_session(browser: Browser, upload_site: UploadSite):
    key = upload_site.new_key()
    with visit(browser, upload_site.root) as visited:
        _sign_in(visited, key, "th")
        upload_site.access.revoke(key.split("_")[1])
        visited.page.reload()
        expect(visited.page.locator("#key")).to_be_visible()


def test_a_wrong_key_is_refused_in_the_readers_language(browser: Browser, upload_site: UploadSite):
    with visit(browser, upload_site.root) as visited:
        visited.open("/ingestion/sign-in", "th")
        visited.page.fill("#key", "lmis_000000000000_wrong")
        visited.page.click("main button")
        expect(visited.page.get_by_role("alert")).to_contain_text("คีย์นี้ใช้ไม่ได้")
        _is_fit(visited)


def _sign_in(visited: Visit, key: str, language: str) -> None:
    visited.open("/ingestion/sign-in", language)
    visited.page.fill("#key", key)
    visited.page.click("main button")
    expect(visited.page.locator("#file")).to_be_visible()


def _upload(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.click("form[data-drop] button")
    expect(page.locator("#first")).to_be_visible()


def _match(page: Page) -> None:
    """By hand, where no profile of an earlier file knows the columns already."""
    if page.locator("select[name='column.0']").count() == 0:
        return
    fields = ("reference", "", "programme", "level", "graduation_year", "study_region")
    for number, field in enumerate(fields):
        page.select_option(f"select[name='column.{number}']", field)
    _go(page, "preview")
    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator(".row.faulty")).to_have_count(1)


def _go(page: Page, action: str) -> None:
    page.click(f"button[value={action}]")


def _finished(page: Page) -> None:
    """Until the page that stands there no longer loads itself again: between two it is empty."""
    ended = page.locator("section:not([data-lively]) > dl.counts")
    expect(ended).to_be_visible(timeout=60_000)


def _mended(page: Page, directory: Path) -> Path:
    """The rows to mend as CSV, with the year put right; the workbook has the same row."""
    with page.expect_download() as got:
        page.get_by_role("link", name="Excel", exact=True).click()
    book = openpyxl.load_workbook(_saved(got.value, directory))
    assert [row[0] for row in book.worksheets[0].iter_rows(values_only=True)][1:] == ["641002"]
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = _saved(got.value, directory).read_text("utf-8-sig").replace("25x6", "2566", 1)
    assert len(list(csv.reader(io.StringIO(text)))) == 2
    path = directory / "mended.csv"
    path.write_text(text, "utf-8-sig")
    return path


def _saved(download: Download, directory: Path) -> Path:
    path = directory / download.suggested_filename
    download.save_as(path)
    return path


def _upload_again(page: Page, file: Path) -> None:
    page.locator("nav.trail a").click()
    _upload(page, file)
    assert page.locator("select[name='column.0']").count() == 0  # the profile is known by now
    _go(page, "send")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def _is_fit(visited: Visit) -> None:
    """Accessible, and as wide as the screen, on a desk and on a phone."""
    for size in (PHONE, DESKTOP):
        visited.page.set_viewport_size(size)
        assert visited.axe_violations() == []
        assert visited.overflow() <= 0
