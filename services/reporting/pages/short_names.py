"""Names of broad fields and occupation groups short enough for one line of a chart."""

from collections.abc import Mapping

from services.reporting.pages.language import Reader, msgid

_FIELDS: Mapping[str, str] = {
    # ISCED-F 2013 broad field: name
    "00": msgid("Generic programmes"),
    "01": msgid("Education"),
    "02": msgid("Arts & humanities"),
    "03": msgid("Social sciences, media"),
    "04": msgid("Business & law"),
    "05": msgid("Sciences & mathematics"),
    "06": msgid("ICT"),
    "07": msgid("Engineering & construction"),
    "08": msgid("Agriculture & veterinary"),
    "09": msgid("Health & welfare"),
    "10": msgid("Services"),
}
_OCCUPATIONS: Mapping[str, str] = {
    # ISCO-08 major or sub-major group: name
    "0": msgid("Armed forces"),
    "1": msgid("Managers"),
    "21": msgid("Science, engineering"),
    "22": msgid("Health"),
    "23": msgid("Teaching"),
    "24": msgid("Business, finance"),
    "25": msgid("ICT"),
    "26": msgid("Legal, social, cultural"),
    "3": msgid("Technicians"),
    "4": msgid("Clerks"),
    "5": msgid("Service, sales"),
    "6": msgid("Farming, fishing"),
    "7": msgid("Crafts"),
    "8": msgid("Machines, driving"),
    "9": msgid("Elementary"),
}


def field(code: str, reader: Reader) -> str:
    """A broad field's short name; the code where there is none."""
    return reader.say(_FIELDS[code]) if code in _FIELDS else code


def occupation(code: str, reader: Reader) -> str:
    """An occupation group's short name; the code where there is none."""
    return reader.say(_OCCUPATIONS[code]) if code in _OCCUPATIONS else code
