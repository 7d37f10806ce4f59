"""Written by Trocar. It reads your own file again, rebuilds the numbers and compares each with what Trocar printed.

It needs Python 3.11, numpy, scipy and, for xlsx, openpyxl. Run it with the name of your file: python rebuild.py FILE
Not rebuilt here: the mixed model (MMRM), models with covariates, effect sizes, and the interval of Hodges and Lehmann.
Nothing of the patients is in this script but the numbers of the rows that were analysed.
"""

import csv
import math
import re
import sys
import unicodedata

import numpy as np
from scipy import stats

# ---- what was decided (filled in by Trocar) ----
FILE = ""
PLACES = []
METHOD_COLUMN = 0
METHODS = {}
SCORES = []
SCALES = {}
NO_SCORES = {}
EVENTS = {}
PAIRS = []
EXPECTED = {}
# ---- end of what was decided ----

USUAL_CODES = {-7, -8, -9, -77, -88, -99, -777, -888, -999, -9999, 77, 88, 99, 777, 888, 999, 7777, 8888, 9999}
NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
MARKS = ("-", "--", "—", "/", "一", "×", "#", ".", "?", "*")
FORMS = (
    (re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$", re.IGNORECASE), None),
    (re.compile(r"[-+]?\d{1,3},\d{1,2}$"), None),
    (re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(?:分|点|points?|pts?|score|/10分|cm|厘米)$", re.IGNORECASE), None),
    (re.compile(r"([-+]?\d+(?:\.\d+)?)\s*[*#†‡§^△▲☆★a-d]{1,4}$"), None),
    (re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*%$"), 100.0),
    (re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(?:mm|毫米)$", re.IGNORECASE), 100.0),
)
OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of)\s*(10|45|50|100)\s*分?$", re.IGNORECASE)
FOOTNOTE = re.compile(r"(?<=\S)\s*[①-⓿¹²³⁰-₎ᵃ-ᶿ]+\s*$")


def plain(value):
    """A cell as text: full-width letters folded, whole numbers without a point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(value))).strip()


def raw(value, shown_as):
    """(number, its own maximum or None) of a cell before its scale is known; NaN where it holds no single number."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan, None
    if isinstance(value, int | float):
        if "%" in shown_as:
            return float(value) * 100, 100.0
        return (math.nan if "?/" in shown_as and not float(value).is_integer() else float(value)), None
    text = plain(FOOTNOTE.sub("", value)).lstrip("'’`").strip()
    if text in MARKS:
        return math.nan, None
    for form, of in FORMS:
        match = form.match(text)
        if match:
            return float((match[1] if form.groups else match[0]).replace(",", ".")), of
    match = OF.match(text)
    if match:
        return float(match[1].replace(",", ".")), float(match[2])
    numeral = NUMERALS.get(text.removesuffix("分").strip())
    return (math.nan if numeral is None else float(numeral)), None


def score(value, shown_as, scale, no_scores):
    """A cell as a score in the reported unit; NaN where there is none, where it is a code, or outside the scale."""
    factor, low, high = scale
    number, of = raw(value, shown_as)
    if of is not None:
        number = number / of * (high - low) + low if low == 0 else number
    else:
        is_inside = low - 1e-6 <= number * factor <= high + 1e-6
        if number in no_scores or (number in USUAL_CODES and not is_inside):
            return math.nan
        number *= factor
    if not low - 1e-6 <= number <= high + 1e-6:
        return math.nan
    return min(max(round(number, 10), low), high)


def cells(file, sheet):
    """A function from (row, column), both counted from 1, to (value, number format)."""
    if file.lower().endswith((".xlsx", ".xlsm")):
        import openpyxl  # noqa: PLC0415

        book = openpyxl.load_workbook(file, data_only=True)
        found = book.worksheets[sheet - 1] if isinstance(sheet, int) else book[sheet]
        return lambda row, column: (found.cell(row, column).value, str(found.cell(row, column).number_format))
    with open(file, "rb") as opened:
        content = opened.read()
    text = _decoded(content, "utf-8-sig") or _decoded(content, "gb18030") or ""
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.reader(text.splitlines(), delimiter=separator))
    return lambda row, column: ((rows[row - 1][column - 1] if column <= len(rows[row - 1]) else None) or None, "")


def _decoded(content, name):
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def described(values):
    """Mean, SD, median and quartiles (type 7)."""
    if not len(values):
        return {}
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
    return {"mean": float(np.mean(values)), "sd": sd, "median": float(median), "q1": float(q1), "q3": float(q3)}


def within(before, after):
    """Change in one method: description, paired t, signed rank by R's rule (zeros dropped)."""
    change = np.round(after - before, 9)
    found = {"n": len(change)}
    for name, values in (("baseline", before), ("follow_up", after), ("change", change)):
        found |= {f"{name}_{key}": value for key, value in described(values).items()}
    if len(change) > 1 and np.std(change) > 1e-12:
        mean, error, df = np.mean(change), np.std(change, ddof=1) / math.sqrt(len(change)), len(change) - 1
        reach = stats.t.ppf(0.975, df) * error
        found |= {"paired_t": mean / error, "paired_p": 2 * stats.t.sf(abs(mean / error), df)}
        found |= {"change_low": mean - reach, "change_high": mean + reach}
        moved = change[change != 0]
        if len(moved):
            is_exact = len(change) < 50 and len(set(np.abs(change))) == len(change) and len(moved) == len(change)
            rank = stats.wilcoxon(moved, correction=not is_exact, method="exact" if is_exact else "approx")
            found["signed_rank_p"] = rank.pvalue
    return found


def ancova(groups, robust):
    """{(a, b): (difference, low, high, P)} of follow-up on method and baseline; HC3 or ordinary standard errors."""
    names = list(groups)
    before = np.concatenate([groups[name][0] for name in names])
    after = np.concatenate([groups[name][1] for name in names])
    method = np.repeat(np.arange(len(names)), [len(groups[name][0]) for name in names])
    design = np.column_stack([method == place for place in range(len(names))] + [before]).astype(float)
    df = len(after) - design.shape[1]
    if df < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return {}
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ after
    residual = after - design @ coefficients
    if robust:
        leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
        if np.max(leverage) > 1 - 1e-9:
            return {}
        weighted = design * (residual / (1 - leverage))[:, None]
        covariance = inverse @ (weighted.T @ weighted) @ inverse
    else:
        covariance = inverse * (residual @ residual) / df
    found = {}
    for i, a in enumerate(names):
        for j, b in enumerate(names):
            if i != j:
                difference = coefficients[i] - coefficients[j]
                error = math.sqrt(max(0.0, covariance[i, i] + covariance[j, j] - 2 * covariance[i, j]))
                if error < 1e-12:
                    continue
                reach = stats.t.ppf(0.975, df) * error
                p = 2 * stats.t.sf(abs(difference / error), df)
                limits = {"low": difference - reach, "high": difference + reach}
                found[a, b] = {"difference": difference, **limits, "p_value": p}
    return found


def two_means(a, b, equal):
    """Welch's or Student's test of mean(a) − mean(b); nothing where nothing varies."""
    (n, m), (v, w) = (len(a), len(b)), (np.var(a, ddof=1), np.var(b, ddof=1))
    if equal:
        df = n + m - 2
        error = math.sqrt(((n - 1) * v + (m - 1) * w) / df * (1 / n + 1 / m))
    else:
        error = math.sqrt(v / n + w / m)
        df = (v / n + w / m) ** 2 / ((v / n) ** 2 / (n - 1) + (w / m) ** 2 / (m - 1)) if error > 0 else 0
    if error < 1e-12:
        return {}
    difference, reach = float(np.mean(a) - np.mean(b)), stats.t.ppf(0.975, df) * error
    p = 2 * stats.t.sf(abs(difference / error), df)
    return {"difference": difference, "low": difference - reach, "high": difference + reach, "p_value": p}


def mann_whitney(a, b):
    """Hodges–Lehmann's difference and the P value by R's rule: exact below 50 without ties."""
    everything = np.concatenate([a, b])
    is_exact = len(a) < 50 and len(b) < 50 and len(set(everything)) == len(everything)
    test = stats.mannwhitneyu(a, b, method="exact" if is_exact else "asymptotic", use_continuity=True)
    return {"difference": float(np.median(np.subtract.outer(a, b))), "p_value": test.pvalue}


def between(groups, a, b):
    """Every analysis of one pair that is rebuilt here; nothing where nothing varies."""
    if min(np.std(np.concatenate([groups[name][place] for name in groups])) for place in (0, 1)) < 1e-12:
        return {}
    (before_a, after_a), (before_b, after_b) = groups[a], groups[b]
    change_a, change_b = np.round(after_a - before_a, 9), np.round(after_b - before_b, 9)
    return {
        "ancova_hc3": ancova(groups, robust=True).get((a, b), {}),
        "ancova": ancova(groups, robust=False).get((a, b), {}),
        "welch_change": two_means(change_a, change_b, equal=False),
        "student_change": two_means(change_a, change_b, equal=True),
        "welch_follow_up": two_means(after_a, after_b, equal=False),
        "mann_whitney_change": mann_whitney(change_a, change_b),
    }


def wilson(x, n):
    """Wilson's 95% limits of x of n."""
    test = stats.binomtest(x, n).proportion_ci(method="wilson")
    return test.low, test.high


def rates(x1, n1, x2, n2):
    """The risk difference with Newcombe's limits, and Fisher's P."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    return {
        "difference": p1 - p2,
        "newcombe_low": p1 - p2 - math.hypot(p1 - l1, u2 - p2),
        "newcombe_high": p1 - p2 + math.hypot(u1 - p1, p2 - l2),
        "fisher_p": stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue,
    }


def read(file):
    """(scores by outcome and visit, method, what happened by event), one entry per row that was analysed."""
    method, scored, happened = (
        [],
        {(outcome, visit): [] for outcome, visit, _ in SCORES},
        {event: [] for event in EVENTS},
    )
    for sheet, of_all, ranges in PLACES:
        cell = cells(file, sheet)
        for row in (row for first, last in ranges for row in range(first, last + 1)):
            method.append(of_all or METHODS.get(plain(cell(row, METHOD_COLUMN)[0])))
            for outcome, visit, column in SCORES:
                codes = NO_SCORES.get(outcome, ())
                scored[outcome, visit].append(score(*cell(row, column), SCALES[outcome], codes))
            for event, (column, answers) in EVENTS.items():
                value = cell(row, column)[0]
                happened[event].append(None if value is None else answers.get(plain(value)))
    return {name: np.array(values) for name, values in scored.items()}, np.array(method, dtype=object), happened


def computed(scored, method, happened, names, pairs):
    """Every number under the name that Trocar gives it."""
    found = {}
    for outcome, visit in scored:
        if visit != "baseline" and (outcome, "baseline") in scored:
            before, after = scored[outcome, "baseline"], scored[outcome, visit]
            for name, value in compared(before, after, method, names, pairs).items():
                found[name[0], outcome, visit, *name[1:]] = value
    for event, answers in happened.items():
        for name, value in counted(answers, method, names, pairs).items():
            found[name[0], event, *name[1:]] = value
    return found


def compared(before, after, method, names, pairs):
    """One score at one visit: within every method, and between the methods of every pair."""
    found, groups = {}, {}
    is_pair = np.isfinite(before) & np.isfinite(after)
    for name in names:
        here = is_pair & (method == name)
        for key, value in within(before[here], after[here]).items():
            found["within", name, key] = value
        if here.sum() > 2:
            groups[name] = (before[here], after[here])
    for a, b in pairs:
        if a in groups and b in groups:
            for analysis, values in between(groups, a, b).items():
                for key, value in values.items():
                    found["between", a, b, analysis, key] = value
    return found


def counted(answers, method, names, pairs):
    """One event: how often with every method, and the difference of every pair."""
    found, counts = {}, {}
    for name in names:
        known = [one for one, here in zip(answers, method, strict=True) if here == name and one is not None]
        if known:
            counts[name] = sum(known), len(known)
            found["rate", name, "events"], found["rate", name, "n"] = counts[name]
    for a, b in pairs:
        if a in counts and b in counts:
            for key, value in rates(*counts[a], *counts[b]).items():
                found["rate_difference", a, b, key] = value
    return found


def methods():
    """Every method, once: those of whole sheets and those of the column."""
    return list(dict.fromkeys([*(of_all for _, of_all, _ in PLACES if of_all), *METHODS.values()]))


def main():
    """Print every number beside Trocar's; the exit status is 1 where one differs."""
    found = computed(*read(sys.argv[1] if len(sys.argv) > 1 else FILE), methods(), PAIRS)
    worst, different = 0.0, 0
    for name, expected in EXPECTED.items():
        value = found.get(name)
        away = math.inf if value is None else abs(value - expected) / max(1.0, abs(expected))
        worst = max(worst, away)
        different += away > 1e-9
        print("ok " if away <= 1e-9 else "DIFFERS", " · ".join(map(str, name)), expected, value, sep="\t")
    print(f"{len(EXPECTED)} numbers, {different} differ; largest relative difference {worst:.1e}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
