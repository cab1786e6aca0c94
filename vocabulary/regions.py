"""Suzhou's ten units, and which of them a registration code of GB/T 2260 belongs to."""

SUZHOU = "320500"
SUZHOU_NAME = "苏州市"

REGIONS: dict[str, str] = {
    "320508": "姑苏区",
    "320505": "虎丘区",
    "320506": "吴中区",
    "320507": "相城区",
    "320509": "吴江区",
    "320571": "苏州工业园区",
    "320581": "常熟市",
    "320582": "张家港市",
    "320583": "昆山市",
    "320585": "太仓市",
}

# What people also call a unit; 虎丘区 is governed together with the 高新区.
ALSO_KNOWN: dict[str, str] = {"高新区": "320505", "苏州高新区": "320505", "工业园区": "320571"}

# GB/T 2260 has no code for 工业园区: registrars write 320594, statisticians 320576, and the
# platform (like the map) 320571. Units that were merged keep appearing in older licences.
GB2260_PREFIXES: dict[str, str] = {code: code for code in REGIONS if code != "320571"} | {
    "320502": "320508",  # 沧浪区, until 2012
    "320503": "320508",  # 平江区, until 2012
    "320504": "320508",  # 金阊区, until 2012
    "320584": "320509",  # 吴江市, until 2012
    "320571": "320571",
    "320576": "320571",
    "320594": "320571",
}


def region_of_prefix(prefix: str) -> str | None:
    """Name the unit of a six-digit division code; None for the city itself and elsewhere."""
    return GB2260_PREFIXES.get(prefix)


def region_of_uscc(uscc: str) -> str | None:
    """Name the unit that registered a (compact) social credit code, when it was one of the ten."""
    return region_of_prefix(uscc[2:8])


def region_code(text: str) -> str | None:
    """Read a unit from a code or a name as people write it; None if it is not one of the ten."""
    cleaned = text.strip().removeprefix("江苏省").removeprefix(SUZHOU_NAME)
    if cleaned in GB2260_PREFIXES:
        return GB2260_PREFIXES[cleaned]
    if cleaned in ALSO_KNOWN:
        return ALSO_KNOWN[cleaned]
    for code, name in REGIONS.items():
        if cleaned in {name, name.rstrip("市区")}:
            return code
    return None
