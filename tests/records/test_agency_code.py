import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.records.agency_code import normalise

ROOTS = st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True)
LEVELS = st.lists(st.from_regex(r"[0-9]{2,3}", fullmatch=True).filter(lambda level: level.strip("0")), max_size=3)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("H13", "H13"),
        ("H13.05", "H13.05"),
        ("H01.13", "H01.13"),
        ("000.00.05.H13", "H13.05"),
        ("000.00.00.H37", "H37"),
        ("000.02.05.H13", "H13.05.02"),
        ("001.00.05.H13", "H13.05.001"),
        ("H13.05.00.000", "H13.05"),
        (" h13.05\n", "H13.05"),
        ("\u00a0G01\ufeff", "G01"),
    ],
)
def test_every_form_gives_one_code(written: str, code: str) -> None:
    assert normalise(written) == code


@pytest.mark.parametrize(
    "written",
    ["", "  ", "13", "H1", "H133", "H13.", ".H13", "H13..05", "H13.5", "H13.05.H14", "Sở", "H13,05", "H１３", "05"],
)
def test_nonsense_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an agency code"):
        normalise(written)


@given(root=ROOTS, levels=LEVELS)
def test_both_forms_meet_and_normalising_again_changes_nothing(root: str, levels: list[str]) -> None:
    code = ".".join([root, *levels])
    older = ".".join([*reversed(levels), root])
    assert normalise(older) == normalise(code) == code
    assert normalise("000." + older) == code
