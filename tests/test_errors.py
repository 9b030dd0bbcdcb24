from include.errors import Refused, WrongUse


def test_a_refusal_is_one_line_whatever_came() -> None:
    refusal = Refused("page 3", "two\nlines\r\nand  spaces", "pull it again")
    assert str(refusal) == "page 3: two lines and spaces; pull it again"
    assert (refusal.status, WrongUse("a", "b", "c").status) == (1, 2)
