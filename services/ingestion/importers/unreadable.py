"""What is raised for a file, or the rest of one, that cannot be read."""

from typing import Any

from shared.web.faults import Fault, fault


class UnreadableFile(Exception):
    """The file cannot be read with this profile; `row` is the last one that could, 0 if none."""

    def __init__(self, code: str, row: int = 0, **values: Any) -> None:
        self.fault: Fault = fault(code, **values)
        self.row = row
        super().__init__(code)

    def after(self, row: int) -> "UnreadableFile":
        """The same, known to have come after `row`."""
        return UnreadableFile(self.fault.code, row, **self.fault.values)

    def text(self, language: str) -> str:
        """The sentence in `th` or `en`."""
        sentence = self.fault.text(language)
        if not self.row:
            return sentence
        place = f"หลังแถวที่ {self.row}" if language == "th" else f"after row {self.row}"
        return f"{place}: {sentence}"

    def __str__(self) -> str:
        return self.text("en")
