import re
from html.parser import HTMLParser

from include.quality.judge import RuleResult
from include.quality.report import render_report
from include.quality.rule import all_rules

RESULTS = [
    RuleResult("dossier_code_given", "warning", 200, 0),
    RuleResult("channel_given", "info", 200, 20),
    RuleResult("finished_has_its_date", "warning", 200, 3),
    RuleResult("a_rule_of_before", "warning", 200, 1),
]
COUNTS = {"pulled": 200, "loaded": 190, "unchanged": 5, "duplicate": 1, "quarantined": 4}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_says_what_failed_first_and_in_both_languages() -> None:
    html = render_report("dossiers:H13.05:20240101T000000-20240701T000000", RESULTS, COUNTS)
    assert Page(html).open == []
    shown = re.findall(r"<code>([a-z_]+)</code>", html)
    assert shown == ["a_rule_of_before", "finished_has_its_date", "channel_given", "dossier_code_given"]
    rule = next(rule for rule in all_rules() if rule.name == "finished_has_its_date")
    assert rule.sentence_vi in html
    assert rule.sentence_en in html
    assert "1,50\N{NO-BREAK SPACE}%" in html
    for count in COUNTS.values():
        assert f"<dd>{count}</dd>" in html


def test_the_page_needs_nothing_from_outside() -> None:
    html = render_report("payments:H13", RESULTS, COUNTS, {"channel_given": [0.0, 0.05]})
    tags = Page(html).tags
    assert tags
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object"}
    assert not [attributes for _, attributes in tags if {"src", "href"} & attributes.keys()]
    assert "://" not in html
    assert "@import" not in html


def test_the_trend_is_drawn_where_there_is_one() -> None:
    html = render_report("payments:H13", RESULTS, COUNTS, {"channel_given": [0.0, 0.05]})
    heights = [attributes["height"] for tag, attributes in Page(html).tags if tag == "rect"]
    assert heights == ["1", "12", "24"]


def test_names_do_no_harm_and_an_empty_batch_has_a_page() -> None:
    html = render_report("<script>alert(1)</script>", [RuleResult("channel_given", "info", 0, 0)], {"pulled": 0})
    assert "<script>" not in html
    assert "0,00\N{NO-BREAK SPACE}%" in html
    assert "<dd>0</dd>" in html


def test_a_rule_about_the_batch_names_what_it_found() -> None:
    found = RuleResult("fields_as_listed", "info", 1_020, 2, ("+TruongMoi", "-<MaHoSo>"))
    html = render_report("dossiers:H13", [found], {"pulled": 12_345}, back_to="/reform/operations")
    assert "<li>+TruongMoi</li><li>-&lt;MaHoSo&gt;</li>" in html
    assert "Cổng gửi trường mới" in html
    assert "<dd>12.345</dd>" in html
    assert '<a href="/reform/operations">' in html
