from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lib.report import figures
from lib.report.charts import change, trajectory
from lib.report.charts.layered import LayeredChart
from lib.report.charts.style import ChartStyle
from lib.report.outlines import outlined
from tests.report.examples import cohort, compared

ROOT = Path(__file__).resolve().parents[2]
EMPTY_FONTCONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


def picture(language: str = "zh", *, is_dark: bool = False) -> LayeredChart:
    """A change chart of twelve patients."""
    registry = cohort((6, 6))
    comparison = compared(registry).at("1 month")
    counts, patients = registry.score_counts("VAS", "1 month"), registry.patients("VAS")
    style = ChartStyle(language=language, is_dark=is_dark)
    return change.change_and_difference(comparison, counts, patients, ("CT", "DSA"), 1.5, 1.5, style)


class TestPdf:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_one_page_with_our_font_inside(self, language: str) -> None:
        """A PDF of one page that carries Noto Sans SC, so that Chinese is legible on a machine without it."""
        content = figures.pdf(picture(language), heading=("标题", "副标题"))

        assert content.startswith(b"%PDF")
        assert len(re.findall(rb"/Type ?/Page\b", content)) == 1
        assert b"NotoSansSC" in content


class TestPng:
    def test_is_as_wide_as_asked(self) -> None:
        """760 pixels at scale 2 are 1520; a title makes the picture higher, not the chart smaller."""
        plain, titled = (figures.png(picture(), heading=heading) for heading in (None, ("标题", "副标题")))

        width, height, higher = (
            int.from_bytes(data[at : at + 4]) for data, at in ((plain, 16), (plain, 20), (titled, 20))
        )
        assert plain.startswith(b"\x89PNG")
        assert (width, height, higher) == (1520, 680, 680 + 2 * figures.TITLE_HEIGHT)

    def test_patients_lines_are_seen_through_by_their_stroke(self) -> None:
        """On paper no line's whole path is made transparent, which takes ten times as long; the degree stays."""
        registry = cohort((6, 6))
        outcome = compared(registry)
        visit = outcome.at("1 month").visit
        chart = trajectory.trajectory(outcome, registry.patients("VAS"), visit, ChartStyle(language="en"))
        there = [layer["mark"].get("opacity") for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "line"]

        svg = figures.svg(chart).decode("utf-8")

        assert there.count(0.22) == 1
        assert svg.count('stroke-opacity="0.22"') == 12
        assert ' opacity="0.22"' not in svg

    def test_a_name_as_long_as_a_page_is_cut(self) -> None:
        """A label of 32,000 letters is drawn with 300, the last a mark, and drawn at once."""
        registry = cohort((6, 6), methods=("CT", "DSA" + "x" * 32_000))
        outcome = compared(registry)
        chart = trajectory.trajectory(
            outcome, registry.patients("VAS"), outcome.at("1 month").visit, ChartStyle(language="en")
        )

        paper = figures._for_paper(chart, 760, None)

        texts = [row["text"] for layer in paper["layer"] for row in layer["data"]["values"] if "text" in row]
        assert max(map(len, texts)) == figures.LONGEST_TEXT
        assert figures.png(chart).startswith(b"\x89PNG")

    @pytest.mark.parametrize(("width", "millimetres", "pixels"), [(760, 174, 2055), (380, 84, 992)])
    def test_is_as_wide_as_a_journal_prints_it(self, width: int, millimetres: float, pixels: int) -> None:
        """Two columns are 174 mm and one 84 mm: at 300 to the inch 2,055 and 992 pixels, by hand."""
        data = figures.png(picture(), width=width, scale=millimetres / 25.4 * figures.DPI / width)

        assert int.from_bytes(data[16:20]) == pixels

    def test_a_long_line_below_the_title_is_broken_and_not_the_picture_narrowed(self) -> None:
        """In one column three parts stand on several lines, each adding its height; the width stays."""
        said = " · ".join(["细线：每例患者", "均数，95%CI", "时间轴非等比", "模拟数据，非真实患者"])

        short, long = (figures.png(picture(), width=380, heading=("标题", text)) for text in ("短", said))

        sizes = [(int.from_bytes(one[16:20]), int.from_bytes(one[20:24])) for one in (short, long)]
        assert sizes[0][0] == sizes[1][0] == 760
        assert sizes[1][1] == sizes[0][1] + 2 * figures.LINE_HEIGHT

    def test_says_300_pixels_per_inch(self) -> None:
        """Its physical-size chunk holds 11,811 pixels per metre both ways: 300 to the inch."""
        data = figures.png(picture())

        at = data.index(b"pHYs") + 4
        across, down, unit = int.from_bytes(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8]), data[at + 8]
        assert (across, down, unit) == (11811, 11811, 1)

    def test_needs_no_font_of_the_machine(self, tmp_path: Path) -> None:
        """Without a single font installed, two different Chinese words are two different pictures, not boxes."""
        (tmp_path / "fonts.conf").write_text(EMPTY_FONTCONFIG, "utf-8")
        program = (
            "import altair as alt, hashlib\n"
            "from lib.report import figures\n"
            "from lib.report.charts.layers import inline, words, x_at, y_at\n"
            "from lib.report.charts.style import ChartStyle, finished\n"
            "for text in ('渗漏', '疼痛', '渗漏'):\n"
            "    chart = words('w', [{'text': text}], x=x_at(60), y=y_at(60))\n"
            "    print(hashlib.sha256(figures.png(finished([chart], ChartStyle(language='zh')))).hexdigest())\n"
        )

        found = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        ).stdout.split()  # fmt: skip

        assert found[0] == found[2] != found[1]


class TestSvg:
    def test_has_words_as_outlines_under_their_own_name(self) -> None:
        """No text is left that would need a font; each path says what it reads."""
        drawn = figures.svg(picture(), heading=("术后1个月较基线变化", "圆点：每例患者")).decode("utf-8")

        assert "<text" not in drawn
        assert 'aria-label="术后1个月较基线变化"' in drawn
        assert re.search(r'aria-label="个体"[^>]* d="M[^"]{100}', drawn)

    def test_names_no_patient(self) -> None:
        """Sheet, row and patient number stay on the screen."""
        on_screen = picture("en")

        drawn = figures.svg(on_screen).decode("utf-8")

        assert "Sheet1, row" in str(on_screen.to_dict())
        assert not any(word in drawn for word in ("Sheet1", "P00"))

    @pytest.mark.parametrize(("is_dark", "paper"), [(False, "#FFFFFF"), (True, "#101415")])
    def test_lies_on_the_paper_of_its_theme(self, is_dark: bool, paper: str) -> None:
        """A dark chart is never written in light ink on white."""
        assert f'fill="{paper}"' in figures.svg(picture(is_dark=is_dark)).decode("utf-8")

    def test_draws_a_trajectory_too(self) -> None:
        """Lines of patients, means and words in one file."""
        registry = cohort((6, 6))
        outcome = compared(registry)
        chart = trajectory.trajectory(
            outcome, registry.patients("VAS"), outcome.visits[0].visit, ChartStyle(language="en")
        )

        assert b'aria-label="6 mo"' in figures.svg(chart)


class TestOutlined:
    def test_moves_the_start_by_the_anchor(self) -> None:
        """The same word anchored at its end starts its own width further left."""
        texts = [f'<text text-anchor="{anchor}" font-size="10px">CT</text>' for anchor in ("start", "middle", "end")]

        found = [re.search(r'd="M(-?[\d.]+)', outlined(text, figures.FONTS)) for text in texts]
        starts = [float(one[1]) for one in found if one]

        assert starts[0] > starts[1] > starts[2]
        assert starts[0] - starts[2] == pytest.approx(2 * (starts[0] - starts[1]), abs=0.02)

    def test_keeps_colour_and_place_and_escapes_words(self) -> None:
        """What is not typography stays; a word with a sign of its own stays a word."""
        drawn = outlined('<text fill="#C04E00" transform="translate(1,2)">P &lt; 0.05</text>', figures.FONTS)

        assert 'fill="#C04E00" transform="translate(1,2)"' in drawn
        assert 'aria-label="P &lt; 0.05"' in drawn

    def test_leaves_out_what_the_font_lacks(self) -> None:
        """A character outside the font costs no other: the word is still drawn and named."""
        assert re.search(r'aria-label="CT🦴"[^>]* d="M', outlined("<text>CT🦴</text>", figures.FONTS))
