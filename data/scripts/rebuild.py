"""Written by Trocar. It reads your own file again, rebuilds the numbers and compares each with what Trocar printed.

It needs Python 3.11, numpy, scipy and, for xlsx, openpyxl. Run it with the name of your file: python rebuild.py FILE
The mixed model (MMRM) is that of gls in R's package nlme: follow-up on method and baseline at every visit, one
unstructured covariance of visits for all methods, restricted maximum likelihood, Satterthwaite's degrees of freedom.
Not rebuilt here is what a page works out only when asked: P values of the table of patients, comparisons with other
covariates; and what NOT_REBUILT names, as it does not follow from the cells by a simple rule.
Nothing of the patients is in this script but the numbers of the rows that were analysed.
"""

import csv
import datetime
import io
import itertools
import math
import os
import re
import sys
import unicodedata
import warnings

import numpy as np
from scipy import optimize, special, stats

# ---- what was decided (filled in by Trocar) ----
FILE = ""
ENCODING = ""
SEPARATOR = ","
PLACES = []
PATIENT_COLUMNS = []
VISIT_COLUMN = 0
VISITS = {}
WINDOWS = []
PROCEDURE_COLUMN = 0
METHOD_COLUMN = 0
METHODS = {}
SCORES = []
SCALES = {}
NO_SCORES = {}
DEATHS = []
LOST = []
DEATH_COLUMNS = []
DEATH_DATE_COLUMN = 0
OPERATION_COLUMN = 0
VISIT_DAYS = {}
EVENTS = {}
KINDS_OF_EVENTS = {}
JOINING = {}
GOOD_EVENTS = []
SITE_COLUMN = 0
MEASURES = {}
KINDS = {}
QUARTERS = {}
N_QUARTERS = 0
PAIRS = []
FAMILY = []
ADJUSTED_FOR = []
MARGINS = {}
LEVEL = 0.95
SCORE_LEVEL = 0.95
ANALYSIS = ""
MATTERS = {}
BETTER = {}
THRESHOLDS = []
TIMED = {}
EXPECTED = {}
NOT_REBUILT = {}
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
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
MEASURE = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+))\s*([^\s\d].*)?$")
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


def measure(value, limits, units):
    """A cell as a number that describes a patient, perhaps with its unit behind it; NaN outside the limits."""
    number = math.nan
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
    elif isinstance(value, str):
        match = MEASURE.match(plain(value).lstrip("'’`").strip())
        if match and (match[2] or "").lower() in units:
            number = float(re.sub(r",(?=\d{3}(?:\D|$))", "", match[1]).replace(",", "."))
    return number if limits[0] <= number <= limits[1] else math.nan


def kind(text, names, is_named_so):
    """A cell's text as a kind, None where it says nothing; `names` are those of texts that are no kind themselves."""
    return names.get(text, text if is_named_so and text else None)


def several(text, signs):
    """The kinds that a kind holds between `signs`, each once; itself without signs."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(signs, text))) if signs else (text,)


def quarter(value):
    """The quarter of a date ("2014 Q1"), None for everything else."""
    day = day_of(value)
    if math.isnan(day) or day < 366:
        return None
    date = datetime.date.fromordinal(int(day))
    return f"{date.year} Q{(date.month + 2) // 3}"


def cells(file, sheet):
    """A function from (row, column), both counted from 1, to (value, number format)."""
    if not ENCODING:
        import openpyxl  # noqa: PLC0415

        with open(file, "rb") as opened:
            book = openpyxl.load_workbook(opened, data_only=True)
        if (sheet > len(book.worksheets)) if isinstance(sheet, int) else (sheet not in book.sheetnames):
            sys.exit(f"{file} has no sheet {sheet!r}: it is not the registry that this script was made of.")
        found = book.worksheets[sheet - 1] if isinstance(sheet, int) else book[sheet]
        return lambda row, column: (found.cell(row, column).value, str(found.cell(row, column).number_format))
    with open(file, encoding=ENCODING, errors="replace", newline="") as opened:
        rows = list(csv.reader(io.StringIO(opened.read().removeprefix("\ufeff"), newline=""), delimiter=SEPARATOR))
    widths = [len(fields) for fields in rows if any(field.strip() for field in fields)]
    usual = max(dict.fromkeys(widths), key=widths.count)
    for place, fields in enumerate(rows):
        filled = [column for column, field in enumerate(fields) if field.strip()]
        if filled and filled[-1] >= usual > 1 and 2 * widths.count(usual) >= len(widths):
            rows[place] = fields[: filled[0] + 1]  # which of the fields is one too many cannot be known
    return lambda row, column: ((rows[row - 1][column - 1] if column <= len(rows[row - 1]) else None) or None, "")


def described(values):
    """Mean, SD, median and quartiles (type 7)."""
    if not len(values):
        return {}
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
    return {"mean": float(np.mean(values)), "sd": sd, "median": float(median), "q1": float(q1), "q3": float(q3)}


def within(before, after, scale):
    """Change in one method: description, paired t, signed rank by R's rule (zeros dropped), shift, effect sizes.

    Ranked are changes of six decimals, among which 6.4 − 3.3 ties with 3.1.
    """
    change, ranked, n = np.round(after - before, 9), np.round(after - before, 6), len(before)
    found = {"n": n}
    for name, values in (("baseline", before), ("follow_up", after), ("change", change)):
        found |= {f"{name}_{key}": value for key, value in described(values).items()}
    for time, values in (("baseline", before), ("follow_up", after)) if n else ():
        for end, bound in zip(("lowest", "highest"), scale, strict=True):
            found[f"{time}_at_{end}"] = np.mean(np.abs(values - bound) < 1e-9)
    if n:
        found |= {f"hodges_lehmann{key}": value for key, value in typical_change(ranked).items()}
    if n > 1 and np.std(change) > 1e-12:
        error = np.std(change, ddof=1) / math.sqrt(n)
        test = estimated(np.mean(change), error, n - 1)
        found |= {"paired_t": test["statistic"], "paired_df": n - 1, "paired_p": test["p_value"]}
        found |= {"change_low": test["low"], "change_high": test["high"]}
        size = standardised(test["statistic"], n - 1, 1 / math.sqrt(n))
        found |= {"d_z": size["difference"], "d_z_low": size["low"], "d_z_high": size["high"]}
        average = math.sqrt((np.var(before, ddof=1) + np.var(after, ddof=1)) / 2)
        found["d_av"] = np.mean(ranked) / average if average > 0 else None
    moved = ranked[ranked != 0]
    if len(moved):
        ranks = stats.rankdata(np.abs(moved))
        is_exact = n < 50 and len(set(np.abs(ranked))) == n == len(moved)
        rank = stats.wilcoxon(moved, correction=not is_exact, method="exact" if is_exact else "approx")
        found |= {"signed_rank_v": ranks[moved > 0].sum(), "signed_rank_p": rank.pvalue}
        if 5 <= n < 10:
            found["signed_rank_exact_p"] = by_all_signs(ranks, found["signed_rank_v"])
    return found


def by_all_signs(ranks, positive):
    """The share of all ways to give the ranks a sign whose sum is as far from the middle as the sum of the positive."""
    sums = np.array([sum(one) for one in itertools.product(*((0.0, rank) for rank in ranks))])
    return np.mean(np.abs(sums - ranks.sum() / 2) >= abs(positive - ranks.sum() / 2) - 1e-9)


def typical_change(change):
    """Hodges and Lehmann's median of the means of all pairs of changes; its limits are such means themselves."""
    values, counts = np.unique(change, return_counts=True)
    i, j = np.triu_indices(len(values))
    means = (values[i] + values[j]) / 2
    pairs = np.where(i == j, counts[i] * (counts[i] + 1) // 2, counts[i] * counts[j])
    order = np.argsort(means, kind="stable")
    means, up_to, n = means[order], np.cumsum(pairs[order]), len(change)
    total = n * (n + 1) // 2

    def at(rank):
        return float(means[np.searchsorted(up_to, rank)])

    found = {"": (at((total + 1) // 2) + at(total // 2 + 1)) / 2}
    if len(values) == 1:
        return found
    if n < 50 and len(set(np.abs(change))) == n and (change != 0).all():
        share = np.array([1.0])
        for rank in range(1, n + 1):
            share = (np.append(share, np.zeros(rank)) + np.append(np.zeros(rank), share)) / 2
        rank = max(int(np.searchsorted(np.cumsum(share), 0.025 * (1 - 64 * np.finfo(float).eps))), 1)
    else:
        spread = math.sqrt(max(n * (n + 1) * (2 * n + 1) / 24 - (counts**3 - counts).sum() / 48, 0))
        rank = min(max(math.ceil(total / 2 - 0.5 - stats.norm.ppf(0.975) * spread), 1), (total + 1) // 2)
    return {**found, "_low": at(rank), "_high": at(total + 1 - rank)}


def estimated(difference, error, df, level=0.95):
    """A difference with its limits and P value by the t distribution."""
    reach = stats.t.ppf(0.5 + level / 2, df) * error
    limits = {"low": difference - reach, "high": difference + reach, "level": level}
    p = 2 * stats.t.sf(abs(difference / error), df)
    statistic = {"standard_error": error, "statistic": difference / error, "df": df}
    return {"difference": difference, **limits, **statistic, "p_value": p}


def of_company(known, columns):
    """Without those who are alone with their method or with a kind of a covariate: they say nothing of the methods."""
    while True:
        alone = np.full(len(known), False)
        for column in columns:
            _, place, n = np.unique(column[known], return_inverse=True, return_counts=True)
            alone[known] |= n[place] == 1
        if not alone.any():
            return known
        known = known & ~alone


def ancova(before, after, method, covariates):
    """The model of follow-up on method, baseline and covariates: methods, coefficients, their covariances; or None.

    The first coefficients are those of the methods. Covariances are ordinary ("ancova") and HC3 ("ancova_hc3").
    """
    known = np.isfinite(before) & np.isfinite(after) & np.array([one is not None for one in method], dtype=bool)
    for values in covariates:
        known &= np.isfinite(values) if values.dtype == float else values != None  # noqa: E711 (by element)
    known = of_company(known, [method, *(values for values in covariates if values.dtype != float)])
    if not known.any():
        return None
    names, after, before = list(dict.fromkeys(method[known])), after[known], before[known]
    columns = [before]
    for values in covariates:
        here = values[known]
        columns += [here] if values.dtype == float else [(here == one).astype(float) for one in np.unique(here)[1:]]
    columns = [column - column.mean() for column in columns]
    design = np.column_stack([*(method[known] == name for name in names), *columns]).astype(float)
    df = len(after) - design.shape[1]
    if len(names) < 2 or df < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ after
    residual = after - design @ coefficients
    found = {"ancova": inverse * (residual @ residual) / df}
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    if np.max(leverage) < 1 - 1e-9:
        weighted = design * (residual / (1 - leverage))[:, None]
        found["ancova_hc3"] = inverse @ (weighted.T @ weighted) @ inverse
    n = {name: int((method[known] == name).sum()) for name in names}
    mean = before.mean()
    return {"names": names, "n": n, "mean": mean, "coefficients": coefficients, "df": df, "covariances": found}


def adjusted(model, analysis, a, b, level=0.95):
    """The difference of two methods in the model; nothing where it does not exist."""
    if model is None or a not in model["names"] or b not in model["names"] or analysis not in model["covariances"]:
        return {}
    i, j = model["names"].index(a), model["names"].index(b)
    spread = model["covariances"][analysis]
    error = math.sqrt(max(0.0, spread[i, i] + spread[j, j] - 2 * spread[i, j]))
    difference = model["coefficients"][i] - model["coefficients"][j]
    return {} if error < 1e-12 else estimated(difference, error, model["df"], level)


def two_means(a, b, equal, level=0.95):
    """Welch's or Student's test of mean(a) − mean(b); nothing where nothing varies."""
    (n, m), (v, w) = (len(a), len(b)), (np.var(a, ddof=1), np.var(b, ddof=1))
    if equal:
        df = n + m - 2
        error = math.sqrt(((n - 1) * v + (m - 1) * w) / df * (1 / n + 1 / m))
    else:
        error = math.sqrt(v / n + w / m)
        df = (v / n + w / m) ** 2 / ((v / n) ** 2 / (n - 1) + (w / m) ** 2 / (m - 1)) if error > 0 else 0
    return {} if error < 1e-12 else estimated(float(np.mean(a) - np.mean(b)), error, df, level)


def mann_whitney(a, b, level=0.95):
    """Hodges–Lehmann's difference and the P value by R's rule (exact below 50 without ties); limits are differences."""
    a, b = np.round(a, 6), np.round(b, 6)
    everything = np.concatenate([a, b])
    if len(set(everything)) == 1:
        return {}
    is_exact = len(a) < 50 and len(b) < 50 and len(set(everything)) == len(everything)
    test = stats.mannwhitneyu(a, b, method="exact" if is_exact else "asymptotic", use_continuity=True)
    differences, up_to = pair_differences(a, b)
    total = len(a) * len(b)

    def at(rank):
        return float(differences[np.searchsorted(up_to, rank)])

    found = {"difference": (at((total + 1) // 2) + at(total // 2 + 1)) / 2, "p_value": test.pvalue}
    found["statistic"] = test.statistic
    if len(set(a)) == len(set(b)) == 1:
        return found
    reached, tail = level, (1 - level) / 2
    if is_exact:
        ways = np.cumsum(rank_sums(len(a), len(b)))
        share = np.array([float(one / ways[-1]) for one in ways])
        rank = max(int(np.searchsorted(share, tail * (1 - 64 * np.finfo(float).eps))), 1)
        reached = 1 - 2 * share[rank - 1] if 2 * share[rank - 1] > 3 * tail else reached
    else:
        n, own = len(everything), [np.unique(one, return_counts=True)[1].astype(float) for one in (a, b)]
        ties = sum(float((one**3 - one).sum()) for one in own)
        spread = math.sqrt(len(a) * len(b) / 12 * (n + 1 - ties / (n * (n - 1))))
        rank = math.ceil(total / 2 - 0.5 - stats.norm.isf(tail) * spread)
        reached = 1 - 2 * stats.norm.sf((total / 2 - 0.5) / spread) if rank < 1 else reached
        rank = min(max(rank, 1), (total + 1) // 2)
    return {**found, "low": at(rank), "high": at(total + 1 - rank), "level": reached}


def exact_with_ties(a, b):
    """P of the Mann–Whitney test by all ways to draw as many ranks as a has; with ties they are halves."""
    all_ranks = 2 * stats.rankdata(np.round(np.concatenate([a, b]), 6))
    ranks = np.sort(all_ranks).astype(int)
    ways = np.zeros((len(a) + 1, ranks.sum() + 1))
    ways[0, 0] = 1.0
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    middle, shares = len(a) * ranks.sum() / len(ranks), ways[-1] / ways[-1].sum()
    drawn = all_ranks[: len(a)].sum()
    return min(1.0, shares[np.abs(np.arange(len(shares)) - middle) >= abs(drawn - middle) - 1e-9].sum())


def pair_differences(a, b):
    """The differences of all pairs, ascending, and how many pairs have at most each; equal scores are counted once."""
    (of_a, n_a), (of_b, n_b) = (np.unique(one, return_counts=True) for one in (a, b))
    differences, counts = np.subtract.outer(of_a, of_b).ravel().round(9), np.outer(n_a, n_b).ravel()
    order = np.argsort(differences, kind="stable")
    return differences[order], np.cumsum(counts[order])


def rank_sums(m, n):
    """In how many ways W = 0, 1, …, m·n may arise without ties, as whole numbers."""
    ways = [1] + [0] * (m * n)
    for one in range(1, n + 1):
        for place in range(m * n, m + one - 1, -1):
            ways[place] -= ways[place - m - one]
        for place in range(one, m * n + 1):
            ways[place] += ways[place - one]
    return np.array(ways, dtype=object)


def hedges_g(a, b, level=0.95):
    """The difference in pooled standard deviations with Hedges's correction."""
    (n, m), df = (len(a), len(b)), len(a) + len(b) - 2
    unit = math.sqrt(1 / n + 1 / m)
    error = unit * math.sqrt(((n - 1) * np.var(a, ddof=1) + (m - 1) * np.var(b, ddof=1)) / df)
    if error < 1e-12 or df < 2:
        return {}
    factor = unit * math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    return standardised(float(np.mean(a) - np.mean(b)) / error, df, factor, level)


def standardised(t, df, factor, level=0.95):
    """A t statistic in standard deviations, each of them `factor`; limits by noncentral t."""
    size, reach = abs(t), 10 * math.sqrt(1 + t * t / (2 * df))
    # Noncentral t as a mean of normal distributions over u = √(χ²/df): right also for a centre of the other sign.
    half = min(1.0, 12 / math.sqrt(2 * df))
    nodes, weights = np.polynomial.legendre.leggauss(300)
    u = (1 - half) + (half + 12 / math.sqrt(2 * df)) * (nodes + 1) / 2
    density = weights * np.exp((df - 1) * np.log(u) - df * (u * u - 1) / 2)
    density /= density.sum()

    def limit(share):
        return optimize.brentq(
            lambda centre: float(density @ stats.norm.cdf(size * u - centre)) - share,
            size - reach, size + reach, xtol=1e-13,
        )  # fmt: skip

    low, high = limit(0.5 + level / 2), limit(0.5 - level / 2)
    low, high = (low, high) if t >= 0 else (-high, -low)
    return {"difference": t * factor, "low": low * factor, "high": high * factor, "level": level}


def cliffs_delta(a, b, level=0.95):
    """Share of pairs with a above b minus share with a below b; limits as by Feng and Cliff (2004)."""
    m, n = len(a), len(b)
    a, b = np.round(a, 6), np.round(b, 6)
    (of_a, n_a), (of_b, n_b) = (np.unique(one, return_counts=True) for one in (a, b))
    sign = np.sign(np.subtract.outer(of_a, of_b).round(9))
    delta = float(n_a @ sign @ n_b) / (m * n)
    by_a, by_b = n_a @ (sign @ n_b / n - delta) ** 2, n_b @ (n_a @ sign / m - delta) ** 2
    rest = float(n_a @ abs(sign) @ n_b) - m * n * delta**2
    variance = (m * m * by_a + n * n * by_b - rest) / (m * n * (m - 1) * (n - 1))
    variance = max(variance, (1 - delta**2) / (m * n - 1))
    if variance <= 0:
        return {"difference": delta, "standard_error": 0.0}
    z = stats.norm.ppf(0.5 + level / 2)
    half = z * math.sqrt(variance * ((1 - delta**2) ** 2 + z * z * variance))
    divisor = 1 - delta**2 + z * z * variance
    middle, error = delta - delta**3, math.sqrt(variance)
    limits = {"low": (middle - half) / divisor, "high": (middle + half) / divisor, "level": level}
    return {"difference": delta, "standard_error": error, **limits}


def between(groups, model, a, b, level=0.95):
    """Every analysis of one pair."""
    (before_a, after_a), (before_b, after_b) = groups[a], groups[b]
    change_a, change_b = np.round(after_a - before_a, 9), np.round(after_b - before_b, 9)
    found = {
        "ancova_hc3": adjusted(model, "ancova_hc3", a, b, level),
        "ancova": adjusted(model, "ancova", a, b, level),
        "welch_change": two_means(change_a, change_b, False, level),
        "student_change": two_means(change_a, change_b, True, level),
        "welch_follow_up": two_means(after_a, after_b, False, level),
        "mann_whitney_change": mann_whitney(change_a, change_b, level),
        "hedges_g": hedges_g(change_a, change_b, level),
        "cliffs_delta": cliffs_delta(change_a, change_b, level),
    }
    for analysis, values in found.items():
        n = model["n"] if model and analysis.startswith("ancova") else {name: len(groups[name][0]) for name in (a, b)}
        values |= {"n_experimental": n.get(a), "n_control": n.get(b)}
    return found


def equivalence(result, margin):
    """Two one-sided t tests of a difference against ±margin at 2.5% a side, and its 90% interval."""
    difference, error, df = (result[key] for key in ("difference", "standard_error", "df"))
    narrow = estimated(difference, error, df, 0.90)
    return {
        "p_lower": stats.t.sf((difference + margin) / error, df),
        "p_upper": stats.t.cdf((difference - margin) / error, df),
        "low": result["low"], "high": result["high"], "low90": narrow["low"], "high90": narrow["high"],
    }  # fmt: skip


def overall(groups, model):
    """{test: (statistic, df1, df2, P)} over three methods or more: of the model, and of the changes."""
    changes = [np.round(after - before, 9) for before, after in groups.values()]
    found = {}
    if model and len(model["names"]) > 2:
        k = len(model["names"])
        contrasts = np.eye(k - 1, len(model["coefficients"]), 1)
        contrasts[:, 0] = -1.0
        estimates = contrasts @ model["coefficients"]
        for analysis, covariance in model["covariances"].items():
            spread = contrasts @ covariance @ contrasts.T
            if np.trace(spread) > 1e-12 and np.linalg.cond(spread) < 1e10:
                statistic = estimates @ np.linalg.solve(spread, estimates) / (k - 1)
                found[f"{analysis}_f"] = statistic, k - 1, model["df"], stats.f.sf(statistic, k - 1, model["df"])
    if len(groups) < 3 or min(np.std(one) for one in changes) < 1e-12:
        return found
    k, n = len(changes), np.array([len(one) for one in changes])
    one_way, ranks = stats.f_oneway(*changes), stats.kruskal(*(np.round(one, 6) for one in changes))
    found |= {
        "anova": (one_way.statistic, k - 1, n.sum() - k, one_way.pvalue),
        "kruskal": (ranks.statistic, k - 1, None, ranks.pvalue),
    }
    weights, means = n / [np.var(one, ddof=1) for one in changes], np.array([np.mean(one) for one in changes])
    centre = (weights * means).sum() / weights.sum()
    spread = ((1 - weights / weights.sum()) ** 2 / (n - 1)).sum() / (k * k - 1)
    statistic = (weights * (means - centre) ** 2).sum() / ((k - 1) * (1 + 2 * (k - 2) * spread))
    df = 1 / (3 * spread)
    found["welch_anova"] = statistic, k - 1, df, stats.f.sf(statistic, k - 1, df)
    return found


def described_by(values, method, names, pairs, n_kinds):
    """One line of the table of patients: described by method, and how far the methods of a pair lie apart."""
    is_number = values.dtype == float
    is_known = np.isfinite(values) if is_number else values != None  # noqa: E711 (by element)
    found, of_method, kinds = {}, {}, sorted(set(values[is_known]))
    for name in names:
        here = values[is_known & (method == name)]
        of_method[name] = here if is_number else np.array([(here == one).sum() for one in kinds], dtype=float)
        found["baseline", name, "n"] = len(here)
        found["baseline", name, "missing"] = int((~is_known & (method == name)).sum())
        if is_number:
            found |= {("baseline", name, key): value for key, value in described(here).items()}
        for place, n in () if is_number else enumerate(of_method[name]):
            for level in (kinds[place], f"kind {place + 1}"):  # rare ones stand in EXPECTED by their place alone
                found["baseline", name, level, "n"] = len(here)
                found["baseline", name, level, "missing"] = found["baseline", name, "missing"]
                found["baseline", name, level, "count"] = n
                found["baseline", name, level, "share"] = n / len(here) if len(here) else None
    for a, b in pairs:
        one, other = of_method[a], of_method[b]
        n, m = (len(one), len(other)) if is_number else (one.sum(), other.sum())
        if min(n, m) > 0:
            df = 1 if is_number else max(1, np.count_nonzero(one + other) - 1)
            found["balance", a, b, "chance"] = math.sqrt(stats.chi2.ppf(0.95, df) * (1 / n + 1 / m))
            if is_number and min(n, m) > 1:
                welch = two_means(one, other, equal=False)
                found |= {("mean_difference", a, b, key): welch.get(key) for key in ("difference", "low", "high")}
            found["balance", a, b, "smd"] = apart(one, other) if is_number else apart_by_kinds(one, other, n_kinds)
    return found


def apart(a, b):
    """The standardised mean difference of two groups of numbers."""
    if min(len(a), len(b)) < 2:
        return None
    spread = math.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / 2)
    return (np.mean(a) - np.mean(b)) / spread if spread > 1e-12 else None


def apart_by_kinds(a, b, n_kinds):
    """The same of counts by kind: of two the share of the last by name, of more the distance of Yang and Dalton."""
    p, q = a / a.sum(), b / b.sum()
    if n_kinds == 2:
        spread = math.sqrt((p[-1] * (1 - p[-1]) + q[-1] * (1 - q[-1])) / 2)
        return (p[-1] - q[-1]) / spread if spread > 0 else None
    p, q = p[a + b > 0][1:], q[a + b > 0][1:]
    spread = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    if not len(p) or np.linalg.eigvalsh(spread)[0] < 1e-12:
        return None
    return math.sqrt((p - q) @ np.linalg.solve(spread, p - q))


def holm(found, pairs):
    """Holm's P value of every pair under every analysis, where there are three pairs or more."""
    by_analysis, adjusted = {}, {}
    for name, value in found.items():
        if name[0] == "between" and name[-1] == "p_value" and len(pairs) > 2 and name[3:5] in pairs:
            by_analysis.setdefault((*name[1:3], name[5]), {})[name[3:5]] = value
    for (outcome, visit, analysis), values in by_analysis.items():
        for pair, p in stepped_down(values).items():
            adjusted["pairwise", outcome, visit, *pair, analysis, "p_value"] = values[pair]
            adjusted["pairwise", outcome, visit, *pair, analysis, "p_holm"] = p
        shown = {pair: found.get(("shown", outcome, visit, *pair, analysis, "p_value")) for pair in values}
        if any(p is not None for p in shown.values()):
            by_exact = {pair: values[pair] if p is None else p for pair, p in shown.items()}
            for pair, p in stepped_down(by_exact).items():
                adjusted["shown", outcome, visit, *pair, analysis, "p_value"] = p
    return adjusted


def stepped_down(values):
    """Holm's P values of a family by name."""
    found, largest = {}, 0.0
    for rank, (name, p) in enumerate(sorted(values.items(), key=lambda one: one[1])):
        found[name] = largest = min(1.0, max(largest, p * (len(values) - rank)))
    return found


def wilson(x, n, level=0.95):
    """Wilson's limits of x of n."""
    test = stats.binomtest(x, n).proportion_ci(level, method="wilson")
    return test.low, test.high


def rates(x1, n1, x2, n2):
    """The risk difference with Newcombe's limits, and Fisher's P."""
    low, high = newcombe(x1, n1, x2, n2, 0.95)
    return {
        "difference": x1 / n1 - x2 / n2,
        "newcombe_low": low,
        "newcombe_high": high,
        "fisher_p": stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue,
    }


def newcombe(x1, n1, x2, n2, level):
    """Newcombe's limits of the risk difference at a level."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1, level), wilson(x2, n2, level)
    return p1 - p2 - math.hypot(p1 - l1, u2 - p2), p1 - p2 + math.hypot(u1 - p1, p2 - l2)


def score_limits(x1, n1, x2, n2):
    """Miettinen and Nurminen's limits of the risk difference: where its score statistic leaves the χ² distribution."""
    n, cut, difference = n1 + n2, stats.chi2.ppf(0.95, 1), x1 / n1 - x2 / n2

    def excess(assumed):
        # The likeliest shares that differ by `assumed`: the root of a cubic.
        a, b = (n1 + 2 * n2) * assumed - n - x1 - x2, (n2 * assumed - n - 2 * x2) * assumed + x1 + x2
        c = x2 * assumed * (1 - assumed)
        q = (a / (3 * n)) ** 3 - a * b / (6 * n * n) + c / (2 * n)
        p = math.copysign(math.sqrt(max(0, (a / (3 * n)) ** 2 - b / (3 * n))), q)
        turn = math.pi / 3 if p == 0 else (math.pi + math.acos(min(1, max(-1, q / p**3)))) / 3
        second = min(1, max(0, 2 * p * math.cos(turn) - a / (3 * n)))
        first = min(1, max(0, second + assumed))
        variance = (first * (1 - first) / n1 + second * (1 - second) / n2) * n / (n - 1)
        away = (difference - assumed) ** 2
        return min(1e6, away / variance if variance > 0 else 0 if away < 1e-24 else math.inf) - cut

    edge = 1 - 1e-10
    low = -1.0 if excess(-edge) < 0 or difference <= -1 else optimize.brentq(excess, -edge, difference, xtol=1e-13)
    high = 1.0 if excess(edge) < 0 or difference >= 1 else optimize.brentq(excess, difference, edge, xtol=1e-13)
    return {"miettinen_nurminen_low": low, "miettinen_nurminen_high": high}


def ratios(x1, n1, x2, n2):
    """Risk ratio with Katz's limits, conditional odds ratio with exact ones; nothing with a cell of 0."""
    if min(x1, n1 - x1, x2, n2 - x2) == 0:
        return {}
    ratio = x1 / n1 / (x2 / n2)
    factor = math.exp(stats.norm.ppf(0.975) * math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
    support = np.arange(max(0, x1 + x2 - n2), min(n1, x1 + x2) + 1)
    logs = stats.hypergeom.logpmf(support, n1 + n2, n1, x1 + x2)

    def at(log_odds):
        shares = np.exp(logs + log_odds * support - (logs + log_odds * support).max())
        return shares / shares.sum()

    def odds(excess):
        return math.exp(optimize.brentq(excess, -40, 40, xtol=1e-14))

    return {
        "risk_ratio": ratio, "risk_ratio_low": ratio / factor, "risk_ratio_high": ratio * factor,
        "odds_ratio": odds(lambda t: at(t) @ support - x1),
        "odds_ratio_low": 0.0 if x1 == support[0] else odds(lambda t: at(t)[support >= x1].sum() - 0.025),
        "odds_ratio_high": math.inf if x1 == support[-1] else odds(lambda t: at(t)[support <= x1].sum() - 0.025),
    }  # fmt: skip


def chi_squared(x1, n1, x2, n2):
    """P of the χ² test, plain and with Yates's correction; nothing where nobody or everybody has the event."""
    if x1 + x2 in (0, n1 + n2):
        return {}
    table = [[x1, n1 - x1], [x2, n2 - x2]]
    tests = {"chi2_p": False, "chi2_yates_p": True}
    return {key: stats.chi2_contingency(table, correction=is_corrected).pvalue for key, is_corrected in tests.items()}


def flow(before, after, died, lost):
    """How many of the patients of a method are left at each step, and why the others are not."""
    first, last = np.isfinite(before), np.isfinite(after)
    found = {
        "in_file": len(before), "with_baseline": first.sum(), "with_follow_up": last.sum(),
        "analysed": (first & last).sum(), "died": (died & ~last).sum(), "lost": (lost & ~died & ~last).sum(),
        "died_after_baseline": (first & died & ~last).sum(),
    }  # fmt: skip
    found["not_recorded"] = len(before) - found["with_follow_up"] - found["died"] - found["lost"]
    return found


def consensus(before, after, died, *doses):
    """Patients by the International Consensus response, pain and daily dose of opioids together; and who responded."""
    known = np.isfinite(before) & np.isfinite(after) & np.all([np.isfinite(dose) for dose in doses], axis=0)
    old, new, dose, then = (np.rint(one * 1e6) for one in (before, after, *doses))
    complete = known & (old > 0) & (new == 0) & (then <= dose)
    by_pain, by_dose = (old - new >= 2e6) & (then <= dose), (dose > 0) & (4 * then <= 3 * dose) & (new <= old)
    partial = known & (old > 0) & ~complete & (by_pain | by_dose)
    dead = np.isfinite(before) & died & ~np.isfinite(after)
    states = {
        "complete": complete, "partial": partial, "neither": known & (old > 0) & ~complete & ~partial,
        "not_assessable": known & (old <= 0), "died": dead, "missing": np.isfinite(before) & ~known & ~dead,
    }  # fmt: skip
    return states, np.where(known & (old > 0), complete | partial, np.nan)


def judged_together(before, after, died, data, plan, visit):
    """The consensus response of every method and the differences of every pair, where doses are known."""
    doses = [data["covariates"].get(f"opioid {when}") for when in ("baseline", visit)]
    if any(dose is None for dose in doses):
        return {}
    states, responded = consensus(before, after, died, *doses)
    found = {}
    for ending, as_failure in (("", False), ("_missing_as_failure", True)):
        answers = gone_as_failures(responded, before, after, died, as_failure, doses)
        for name in plan["methods"]:
            known = answers[(data["method"] == name) & np.isfinite(answers)]
            if len(known):
                limits = share(int(known.sum()), len(known))
                found |= {("consensus", name, f"{key}{ending}"): value for key, value in
                          zip(("rate", "low", "high"), (known.mean(), *limits), strict=True)}  # fmt: skip
        found |= {("shown_consensus", *key): value for key, value in differences(answers, data, plan, ending).items()}
    for name in plan["methods"]:
        here = data["method"] == name
        found |= {("consensus", name, state): int((who & here).sum()) for state, who in states.items()}
    return found


def within_centres(answers, method, centre, a, b, level):
    """The Mantel–Haenszel risk difference over centres with Sato's limits, the exact test, Cochran's Q and I²."""
    tables = []
    for one in sorted({one for one in centre if one is not None}):
        of = [[x for x, where, by in zip(answers, centre, method, strict=True) if where == one and by == name
               and x is not None] for name in (a, b)]  # fmt: skip
        tables += [(sum(of[0]), len(of[0]), sum(of[1]), len(of[1]))] if of[0] or of[1] else []
    both = [one for one in tables if one[1] and one[3]]
    if len(tables) < 2 or not any(one[1] for one in tables) or not any(one[3] for one in tables):
        return {}
    found = {"n_centres": len(both), "n_experimental": sum(m for _, m, _, _ in both)}
    found |= {"n_control": sum(n for *_, n in both), "exact_p": exact_within(both), **scatter(both)}
    if min(found["n_experimental"], found["n_control"]) < 5:
        return found
    weight = sum(m * n / (m + n) for _, m, _, n in both)
    difference = sum((x * n - y * m) / (m + n) for x, m, y, n in both) / weight
    sparse = sum((x * (n - y) + y * (m - x)) / (2 * (m + n)) for x, m, y, n in both)
    balance = sum((m * m * y - n * n * x + m * n * (n - m) / 2) / (m + n) ** 2 for x, m, y, n in both)
    variance = (difference * balance + sparse) / weight**2
    if variance <= 0:
        return found
    error = math.sqrt(variance)
    reach = stats.norm.ppf(0.5 + level / 2) * error
    limits = {"low": max(-1.0, difference - reach), "high": min(1.0, difference + reach)}
    return found | {"difference": difference, "standard_error": error, **limits}


def exact_within(tables):
    """P of the exact test with the margins of every centre held fixed; what is rarer than 1e-60 is not counted."""
    likely, lowest, observed = np.ones(1), 0, 0
    for x, m, y, n in tables:
        support = np.arange(max(0, x + y - n), min(m, x + y) + 1)
        cells = np.stack([support, m - support, x + y - support, n - x - y + support])
        logs = -special.gammaln(cells + 1.0).sum(axis=0)
        counted = logs > logs.max() - 60 * math.log(10)
        likely = np.convolve(likely, np.exp(logs[counted] - logs.max()))
        likely /= likely.max()
        lowest, observed = lowest + support[counted][0], observed + x
    at = observed - lowest
    return likely[likely <= likely[at] * (1 + 1e-7)].sum() / likely.sum() if 0 <= at < len(likely) else 0.0


def scatter(tables):
    """Cochran's Q of the centres' differences by inverse variance, and I² with Higgins and Thompson's limits."""
    parts = [(x / m - y / n, x / m * (1 - x / m) / m + y / n * (1 - y / n) / n) for x, m, y, n in tables]
    differences, variances = np.array([one for one in parts if one[1] > 0]).reshape(-1, 2).T
    df = len(differences) - 1
    if df < 1:
        return {}
    centre = (differences / variances).sum() / (1 / variances).sum()
    q = float(((differences - centre) ** 2 / variances).sum())
    error = math.inf if df == 1 else math.sqrt((1 - 1 / (3 * (df - 1) ** 2)) / (2 * (df - 1)))
    if q > df + 1:
        error = 0.5 * (math.log(q) - math.log(df)) / (math.sqrt(2 * q) - math.sqrt(2 * df - 1))
    log_h, reach = math.log(max(q / df, 1)) / 2, stats.norm.ppf(0.975) * error
    found = {"q": q, "df": df, "p_heterogeneity": stats.chi2.sf(q, df)}
    for key, value in (("i_squared", log_h), ("i_squared_low", log_h - reach), ("i_squared_high", log_h + reach)):
        found[key] = 1.0 if value == math.inf else max(0.0, -math.expm1(min(0.0, -2 * value)))
    return found


def by_lesion(events, lesions, method, names, pairs, level):
    """Lesions with an event by method, with limits that know whose they are, and the difference of every pair."""
    found, groups = {}, {}
    for name in names:
        here = (method == name) & (lesions > 0)
        groups[name] = x, m = events[here], lesions[here]
        found |= {("lesion_rate", name, "events"): x.sum(), ("lesion_rate", name, "lesions"): m.sum()}
        found["lesion_rate", name, "patients"] = len(m)
        if len(m) > 1:
            found["lesion_rate", name, "rate"], *limits = clustered(x, m, 0.95)
            found["lesion_rate", name, "low"], found["lesion_rate", name, "high"] = limits
    for a, b in pairs:
        if min(len(groups[a][0]), len(groups[b][0])) > 1:
            (p, p_low, p_high), (q, q_low, q_high) = (clustered(*groups[name], level) for name in (a, b))
            found["lesion_difference", a, b, "difference"] = p - q
            found["lesion_difference", a, b, "low"] = p - q - math.hypot(p - p_low, q_high - q)
            found["lesion_difference", a, b, "high"] = p - q + math.hypot(p_high - p, q - q_low)
    return found


def clustered(events, lesions, level):
    """The share of lesions with an event, and Wilson's limits for the number of lesions that they are worth."""
    n, total = len(lesions), lesions.sum()
    share, worth = events.sum() / total, n
    if 0 < share < 1:
        variance = ((events - share * lesions) ** 2).sum() * n / (n - 1) / total**2
        worth = total / max(1.0, variance / (share * (1 - share) / total))
    square = stats.t.ppf(0.5 + level / 2, n - 1) ** 2
    middle = share + square / (2 * worth)
    reach = math.sqrt(square * (share * (1 - share) / worth + square / (4 * worth**2)))
    low, high = ((middle + side * reach) / (1 + square / worth) for side in (-1, 1))
    return share, (0.0 if share == 0 else low), (1.0 if share == 1 else high)


def overlaps(quarters, method, pairs):
    """The share of the procedures of a pair that lies in the same quarters."""
    found = {}
    for a, b in pairs:
        groups = [[one for one in quarters[method == name] if one is not None] for name in (a, b)]
        if all(groups):
            kinds = sorted({*groups[0], *groups[1]})
            shares = [[group.count(kind) / len(group) for kind in kinds] for group in groups]
            found["overlap", a, b] = sum(map(min, *shares))
    return found


def looked_for(method, names, ways):
    """Patients of every method by how leakage was looked for."""
    found = {}
    for name in names if ways is not None else ():
        here, kinds = ways[method == name], sorted({one for one in ways if one is not None})
        for place, way in enumerate(kinds):
            found["detection", "leakage", name, way, "n"] = int((here == way).sum())
            found["detection", "leakage", name, f"kind {place + 1}", "n"] = int((here == way).sum())
        found["detection", "leakage", name, "not recorded", "n"] = sum(one is None for one in here)
    return found


def exposed(answers, covariates):
    """Leakage by thirds of the cement volume and of the time of injection, and by its phase; from 10 events a model."""
    found, happened = {}, np.array([math.nan if one is None else one for one in answers], dtype=float)
    for name in ("cement_volume", "injection_time", "injection_phase"):
        values = covariates.get(name, np.array([None] * len(happened), dtype=object))
        is_number = values.dtype == float
        known = np.isfinite(happened) & (np.isfinite(values) if is_number else values != None)  # noqa: E711 (by element)
        x, y = values[known], happened[known]
        parts = thirds(x) if is_number else {kind: x == kind for kind in sorted(set(x))}
        for place, (part, here) in enumerate(parts.items()):
            low, high = exact(int(y[here].sum()), int(here.sum()))
            numbers = {"events": y[here].sum(), "n": here.sum(), "rate": y[here].mean(), "low": low, "high": high}
            numbers |= {"from": x[here].min(), "to": x[here].max()} if is_number else {}
            for label in (part,) if is_number else (part, f"kind {place + 1}"):
                found |= {("exposure", "leakage", name, label, key): value for key, value in numbers.items()}
        if is_number and len(parts) > 1 and min(y.sum(), len(y) - y.sum()) >= 10:
            numbers, intercept = firth(x, y)
            found |= {("exposure_model", "leakage", name, key): value for key, value in numbers.items()}
            middle, slope = x[list(parts.values())[len(parts) // 2]], math.log(numbers["odds_ratio"])
            for end, at in (("from", middle.min()), ("to", middle.max())):
                found["risk", "leakage", name, end] = 1 / (1 + math.exp(-intercept - slope * at))
    return found


def thirds(x):
    """Which patients belong to each third by a number; those with the same number stay together."""
    _, place, n = np.unique(x, return_inverse=True, return_counts=True)
    part = np.minimum((3 * (np.cumsum(n) - n / 2) / max(1, len(x))).astype(int), 2)[place] if len(x) else place
    return {f"part {number + 1}": part == one for number, one in enumerate(np.unique(part))}


def firth(x, y):
    """The odds ratio per unit by logistic regression with Firth's penalty, its profile limits, P value; the intercept.

    The intercept is the one at which as many events are predicted as there were.
    """
    scale, middle = np.std(x), np.mean(x)
    x, place, n = np.unique(x, return_inverse=True, return_counts=True)
    y, z = np.bincount(place, y), (x - middle) / scale

    def at(start, slope):
        linear = start + slope * z
        logs = np.log(n) - np.logaddexp(0, linear) - np.logaddexp(0, -linear)
        weights = np.exp(logs - logs.max())
        squares = (z - weights @ z / weights.sum()) ** 2
        leverage = weights * (1 / weights.sum() + squares / (weights @ squares))
        risk = 1 / (1 + np.exp(-linear))
        terms = y - n * risk + leverage * (0.5 - risk)
        penalty = logs.max() + (math.log(weights.sum()) + math.log(weights @ squares)) / 2
        return terms.sum(), terms @ z, y @ linear - n @ np.logaddexp(0, linear) + penalty

    def profile(slope):
        reach = abs(slope) * np.abs(z).max() + 40 + math.log(n.sum())
        return at(optimize.brentq(lambda start: at(start, slope)[0], -reach, reach, xtol=1e-14), slope)

    def crossing(function, near, step):
        sign = function(near) > 0
        while (function(near + step) > 0) == sign and abs(step) < 300:
            near, step = near + step, 1.6 * step
        return optimize.brentq(function, near, near + step, xtol=1e-14)

    slope = crossing(lambda one: profile(one)[1], 0.0, math.copysign(0.25, profile(0.0)[1]))
    top, cut = profile(slope)[2], stats.chi2.ppf(0.95, 1)
    low, high = (crossing(lambda one: cut - 2 * (top - profile(one)[2]), slope, side) for side in (-0.25, 0.25))
    reach = 50 + abs(slope / scale) * np.abs(x).max()
    intercept = optimize.brentq(
        lambda start: (n / (1 + np.exp(-start - slope / scale * x))).sum() - y.sum(), -reach, reach, xtol=1e-14
    )
    numbers = {
        "events": y.sum(), "n": n.sum(), "odds_ratio": math.exp(slope / scale), "odds_ratio_low": math.exp(low / scale),
        "odds_ratio_high": math.exp(high / scale), "p_value": stats.chi2.sf(max(0, 2 * (top - profile(0.0)[2])), 1),
    }  # fmt: skip
    return numbers, intercept


def responders(before, after, died, threshold, scale, better):
    """Patients of one method by state, in whole millionths: 2.3 − 0.8 reaches 1.5; and the shares that improved."""
    rule, amount = threshold
    low, high = scale
    is_pair, is_lost = np.isfinite(before) & np.isfinite(after), np.isfinite(before) & ~np.isfinite(after)
    old, new = np.rint(before[is_pair] * 1e6), np.rint(after[is_pair] * 1e6)
    gain = better * (new - old)
    needed = np.rint(amount * 1e6) if rule == "points" else np.rint(amount * old / 100)
    assessed = np.full(len(old), True) if rule == "points" else old > 0
    room = old - np.rint(low * 1e6) if better == -1 else np.rint(high * 1e6) - old
    found = {
        "improved": int((assessed & (gain >= needed)).sum()),
        "worse": int((assessed & (gain <= -needed)).sum()),
        "missing": int((is_lost & ~died).sum()),
        "died": int((is_lost & died).sum()),
        "not_assessable": int((~assessed).sum()),
        "could_not_respond": int((assessed & (room < needed)).sum()),
    }
    found["unchanged"] = int(assessed.sum()) - found["improved"] - found["worse"]
    known = int(assessed.sum()) + found["died"]
    for name, n in (("", known), ("_missing_as_failure", known + found["missing"])):
        if n:
            found[f"rate{name}"] = found["improved"] / n
            found[f"low{name}"], found[f"high{name}"] = share(found["improved"], n)
    return found


def share(x, n):
    """The 95% limits of x of n: exact where none or all responded, else Wilson's."""
    return exact(x, n) if x in (0, n) else wilson(x, n)


def exact(x, n):
    """Clopper and Pearson's 95% limits of x of n."""
    test = stats.binomtest(x, n).proportion_ci(method="exact")
    return test.low, test.high


def improved(before, after, died, threshold, scale, better, missing_as_failure):
    """By patient 1 who improved, 0 who did not (the dead among them), NaN of whom it cannot be said."""
    rule, amount = threshold
    old, new = np.rint(before * 1e6), np.rint(after * 1e6)
    needed = np.rint(amount * 1e6) if rule == "points" else np.rint(amount * old / 100)
    found = np.where(np.isfinite(old) & np.isfinite(new), better * (new - old) >= needed, np.nan)
    found[(rule != "points") & (old <= 0) & np.isfinite(new)] = np.nan
    return gone_as_failures(found, before, after, died, missing_as_failure)


def gone_as_failures(answers, before, after, died, missing_as_failure, doses=()):
    """The same where who died before the visit did not improve, nor, if wanted, who is missing then."""
    is_missing = ~np.isfinite(after) | np.any([~np.isfinite(dose) for dose in doses] or [np.full(len(after), False)], 0)
    is_counted = np.isfinite(before) & is_missing & ((died & ~np.isfinite(after)) | missing_as_failure)
    return np.where(is_counted, 0.0, answers)


def differences(answers, data, plan, ending=""):
    """{(a, b, key): value} of the shares of every pair, as they are, for a family of pairs, and within centres."""
    found, centre = {}, data["covariates"].get("centre")
    for a, b in plan["pairs"]:
        groups = [answers[(data["method"] == name) & np.isfinite(answers)] for name in (a, b)]
        counts = [number for group in groups for number in (int(group.sum()), len(group))]
        if min(counts[1], counts[3]) == 0:
            continue
        crude = rates(*counts)
        numbers = {"difference": crude["difference"], "p_value": crude["fisher_p"]}
        numbers |= {"low": crude["newcombe_low"], "high": crude["newcombe_high"]}
        numbers["low_at_level"], numbers["high_at_level"] = newcombe(*counts, plan["level"])
        if centre is not None:
            known = [None if math.isnan(one) else int(one) for one in answers]
            within = within_centres(known, data["method"], centre, a, b, plan["level"])
            numbers |= {"within_centres": within.get("difference"), "exact_p": within.get("exact_p")}
            numbers |= {f"{key}_within_centres": within.get(key) for key in ("low", "high")}
        found |= {(a, b, f"{key}{ending}"): value for key, value in numbers.items()}
    return found


def responding(before, after, died, data, plan, outcome):
    """Responders of every method and differences of every pair at one visit, under every threshold of an outcome."""
    found, scale, better = {}, plan["scales"][outcome][1:], plan["better"][outcome]
    for rule, text in (one[1:] for one in plan["thresholds"] if one[0] == outcome):
        threshold = rule, float(text)
        for name in plan["methods"]:
            here = data["method"] == name
            states = responders(before[here], after[here], died[here], threshold, scale, better)
            found |= {("responders", name, rule, text, key): value for key, value in states.items()}
        for ending, as_failure in (("", False), ("_missing_as_failure", True)):
            answers = improved(before, after, died, threshold, scale, better, as_failure)
            for (a, b, key), value in differences(answers, data, plan, ending).items():
                found["responder_difference", a, b, rule, text, key] = value
                found["shown_responders", rule, text, a, b, key] = value
    return found


def by_pattern(before, after, group, groups):
    """(observed visits, n, X'X, X'Y, Y'Y) of patients with the same follow-ups; X is method and baseline."""
    design = np.column_stack([*(group == one for one in range(groups)), before]).astype(float)
    seen, found = np.isfinite(after), []
    for pattern in np.unique(seen[seen.any(axis=1)], axis=0):
        here = (seen == pattern).all(axis=1)
        x, y = design[here], np.where(pattern, after[here], 0.0)
        found.append((pattern, len(x), x.T @ x, x.T @ y, y.T @ y))
    return found


def restricted(sums, covariance):
    """At a covariance S of the visits: log-likelihood, G (its change is tr(G dS)), coefficients, their covariance.

    A coefficient stands at (method or baseline, visit). Last, by pattern, the weight W and the sum of the squares of
    residuals and leverages.
    """
    visits, size = len(covariance), len(sums[0][2])
    information, right, weights, total = 0.0, 0.0, [], 0.0
    for pattern, n, xx, xy, _ in sums:
        here = np.ix_(pattern, pattern)
        weight = np.zeros((visits, visits))
        weight[here] = np.linalg.inv(covariance[here])
        weights.append(weight)
        information, right = information + np.kron(xx, weight), right + xy @ weight
        total += n * np.linalg.slogdet(covariance[here])[1]
    spread = np.linalg.inv(information)
    coefficients = (spread @ right.ravel()).reshape(size, visits)
    blocks = spread.reshape(size, visits, size, visits)
    total += np.linalg.slogdet(information)[1]
    gradient, parts = np.zeros((visits, visits)), []
    for (_, n, xx, xy, yy), weight in zip(sums, weights, strict=True):
        explained = xy.T @ coefficients
        residual = yy - explained - explained.T + coefficients.T @ xx @ coefficients
        squares = residual + np.einsum("ab,asbt->st", xx, blocks)
        gradient += weight @ squares @ weight - n * weight
        total += (weight * residual).sum()
        parts.append((weight, squares))
    return -total / 2, gradient / 2, coefficients, spread, parts


def derivatives(sums, covariance):
    """Score, observed information, and the change of the coefficients' covariance, by the elements of S."""
    _, gradient, coefficients, spread, parts = restricted(sums, covariance)
    rows, columns = np.triu_indices(len(covariance))
    elements = np.zeros((len(rows), *covariance.shape))
    elements[np.arange(len(rows)), rows, columns] = elements[np.arange(len(rows)), columns, rows] = 1.0
    information, of_design, of_residuals = 0.0, 0.0, 0.0
    for (_, n, xx, xy, _), (weight, squares) in zip(sums, parts, strict=True):
        inner = weight @ squares @ weight - n * weight / 2
        moved = weight @ elements @ weight
        information += np.einsum("kab,jba->jk", elements @ weight, elements @ inner)
        of_design += np.array([np.kron(xx, one) for one in moved])
        of_residuals += ((xy - xx @ coefficients) @ moved).reshape(len(rows), -1)
    turned = spread @ of_design
    information += -of_residuals @ spread @ of_residuals.T - np.einsum("kab,jba->jk", turned, turned) / 2
    score = np.einsum("kab,ba->k", elements, gradient)
    return score, (information + information.T) / 2, turned @ spread


def fitted(sums):
    """The covariance of the visits of the highest restricted likelihood: by BFGS over its root, then Newton's steps."""
    visits = sums[0][3].shape[1]
    lower, upper = np.tril_indices(visits), np.triu_indices(visits)

    def loss(values):
        root = np.zeros((visits, visits))
        root[lower] = values
        try:
            likelihood, gradient, *_ = restricted(sums, root @ root.T)
        except np.linalg.LinAlgError:  # too long a step
            return math.inf, np.zeros(len(values))
        return -likelihood, -2 * (gradient @ root)[lower]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that its last step found nothing better: Newton's steps go on from there
        found = optimize.minimize(loss, np.eye(visits)[lower], jac=True, method="BFGS", options={"gtol": 1e-6}).x
    root = np.zeros((visits, visits))
    root[lower] = found
    covariance = root @ root.T
    for _ in range(3):
        score, information, _ = derivatives(sums, covariance)
        step = np.zeros((visits, visits))
        step[upper] = np.linalg.solve(information, score)
        covariance = covariance + step + np.triu(step, 1).T
    return covariance


def mixed_model(before, after, group, pairs, level=0.95):
    """{(pair, visit): values} of the MMRM; nothing where it is not fitted: 10 patients a method, 5 at each visit.

    `after` has a column per visit, `group` numbers the methods, `pairs` are numbers of methods; where the second is
    None the values are those of the first method's adjusted mean.
    """
    known = np.isfinite(before) & np.isfinite(after).any(axis=1) & (group >= 0)
    before, after, group = before[known], after[known], group[known]
    groups, visits = len({*group.tolist()}), after.shape[1]
    observed = [np.isfinite(after[group == one]).sum(axis=0).min(initial=10**9) for one in range(groups)]
    if visits < 2 or np.bincount(group).min(initial=10) < 10 or min(observed) < 5 or np.ptp(before) < 1e-9:
        return {}
    scale = np.nanstd(after, axis=0)
    if scale.min() < 1e-9:
        return {}
    sums = by_pattern(before - before.mean(), after / scale, group, groups)
    try:
        covariance = fitted(sums)
        _, information, slopes = derivatives(sums, covariance)
        spread_of_covariance = np.linalg.inv(information)
        _, _, coefficients, spread, _ = restricted(sums, covariance)
    except np.linalg.LinAlgError:
        return {}
    found = {}
    for a, b in pairs:
        for visit in range(visits):
            contrast = np.zeros(coefficients.shape)
            contrast[a, visit] = 1.0
            if b is not None:
                contrast[b, visit] = -1.0
            contrast = contrast.ravel()
            variance = contrast @ spread @ contrast
            slope = np.array([contrast @ one @ contrast for one in slopes])
            df = 2 * variance**2 / (slope @ spread_of_covariance @ slope)
            difference, error = contrast @ coefficients.ravel() * scale[visit], math.sqrt(variance) * scale[visit]
            found[(a, b), visit] = estimated(difference, error, df)
            at_level = estimated(difference, error, df, level)
            found[(a, b), visit] |= {"shown_low": at_level["low"], "shown_high": at_level["high"]}
    return found


def modelled(scored, method, plan, outcome):
    """The MMRM of one outcome over its visits with a day, under the names that Trocar gives its numbers."""
    visits, names = plan["timed"].get(outcome, ()), plan["methods"]
    group = np.array([names.index(one) if one in names else -1 for one in method])
    numbers = [(names.index(a), names.index(b)) for a, b in plan["pairs"]]
    if len(names) < 2:
        return {}
    before = scored[outcome, "baseline"]
    after = np.column_stack([np.full(len(before), np.nan), *(scored[outcome, visit] for visit in visits)])[:, 1:]
    seen, found = np.isfinite(before) & np.isfinite(after).any(axis=1), {}
    for a, b in plan["pairs"]:
        for visit in (visit for of, visit in scored if of == outcome and visit != "baseline"):
            place = ("between", outcome, visit, a, b, "mmrm")
            found[*place, "n_experimental"] = int((seen & (method == a)).sum())
            found[*place, "n_control"] = int((seen & (method == b)).sum())
    if len(visits) < 2 or set(range(len(names))) - set(group.tolist()):
        return found
    start = before[seen & (group >= 0)].mean()
    numbers += [(place, None) for place in range(len(names))]
    for ((a, b), visit), values in mixed_model(before, after, group, numbers, plan["score_level"]).items():
        if b is None:
            mean = values["difference"]
            numbers_of = {"follow_up": mean, "change": mean - start, "low": values["low"] - start,
                          "high": values["high"] - start}  # fmt: skip
            found |= {("adjusted_mean", outcome, visits[visit], names[a], "mmrm", key): value for key, value in
                      numbers_of.items()}  # fmt: skip
            continue
        for key, value in values.items():
            word = "shown" if key.startswith("shown_") else "between"
            found[word, outcome, visits[visit], names[a], names[b], "mmrm", key.removeprefix("shown_")] = value
    return found


def read(file):
    """Scores and deaths by outcome and visit, the method, what happened by event: one entry per analysed patient.

    Rows with the same patient number are one patient, each row at its visit; a row without one is a patient of its own.
    """
    who, found = (
        {},
        {"method": {}, "scored": {}, "died": set(), "lost": set(), "happened": {}, "described": {}, "sites": {},
         "told": {}, "days": {}},
    )  # fmt: skip
    for sheet, of_all, ranges in PLACES:
        cell = cells(file, sheet)
        for row in (row for first, last in ranges for row in range(first, last + 1)):
            number = tuple(written(cell, row, column) for column in PATIENT_COLUMNS)
            patient = who.setdefault(number if number and all(number) else (sheet, row), len(who))
            note(cell, row, patient, of_all, found)
    n, places = len(who), [(outcome, visit) for outcome, visit, _ in SCORES]
    scored = {place: np.full(n, np.nan) for place in places}
    died, lost = ({place: np.full(n, False) for place in places} for _ in range(2))
    for (place, patient), values in found["scored"].items():
        scored[place][patient] = averaged(values)
    for said, gone in (("died", died), ("lost", lost)):
        for place, patient in found[said]:
            gone[place][patient] = True
    answers = [[found["told"].get((column, patient)) for patient in range(n)] for column, *_ in DEATH_COLUMNS]
    days = [[found["days"].get((column, patient), math.nan) for patient in range(n)]
            for column in (DEATH_DATE_COLUMN, OPERATION_COLUMN)]  # fmt: skip
    told, died_on = told_dead(answers, [until for *_, until in DEATH_COLUMNS], *days)
    died = with_deaths(scored, died, told, died_on, VISIT_DAYS)
    happened = {event: [found["happened"].get((event, patient)) for patient in range(n)] for event in EVENTS}
    method = np.array([found["method"].get(patient) for patient in range(n)], dtype=object)
    covariates, kinds = {}, {}
    for name in (*MEASURES, *KINDS, *QUARTERS):
        values = [found["described"].get((name, patient)) for patient in range(n)]
        covariates[name] = np.array(values, dtype=float if name in MEASURES else object)
    for event in KINDS_OF_EVENTS:
        values = [found["described"].get(("event", event, patient)) for patient in range(n)]
        kinds[event] = [
            several(kind, JOINING.get(event)) if kind and answer else ()
            for kind, answer in zip(values, happened[event], strict=True)
        ]
    return {"scored": scored, "died": died, "lost": lost, "told": told, "method": method, "happened": happened,
            "kinds_of_events": kinds, "covariates": covariates, "lesions": by_patient(found["sites"], n)}  # fmt: skip


def by_patient(sites, n):
    """{event: (lesions with it, lesions of which it is known)} by patient."""
    found = {}
    for (event, patient, _), answer in sites.items():
        counts = found.setdefault(event, (np.zeros(n), np.zeros(n)))
        counts[0][patient] += answer
        counts[1][patient] += 1
    return found


def averaged(values):
    """The mean of several measurements of one visit."""
    return values[0] if len(values) == 1 else round(sum(values) / len(values), 10)


def written(cell, row, column):
    """A cell's text, empty where it is blank."""
    value = cell(row, column)[0]
    return "" if value is None else plain(value)


def visit_of(cell, row):
    """The visit of a row: by the text of its cell, or by the window of its days after the procedure."""
    if not WINDOWS:
        return VISITS.get(written(cell, row, VISIT_COLUMN))
    day = day_of(cell(row, VISIT_COLUMN)[0])
    if PROCEDURE_COLUMN:
        day -= day_of(cell(row, PROCEDURE_COLUMN)[0])
    return next((name for low, high, name in WINDOWS if low <= day <= high), None)


def day_of(value):
    """A date as its number on the calendar, a number of days as it is; NaN for everything else."""
    if isinstance(value, datetime.date):
        return float(value.toordinal())
    text = "" if value is None else plain(value)
    match = YEAR_FIRST.match(text) or COMPACT.match(text)
    if match:
        try:
            return float(datetime.date(int(match[1]), int(match[2]), int(match[3])).toordinal())
        except ValueError:
            return math.nan
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else math.nan


def note(cell, row, patient, of_all, found):
    """What one row says of its patient: the first method counts, every score at its visit, the worst answer."""
    text = "" if of_all else written(cell, row, METHOD_COLUMN)
    if of_all or text:
        found["method"].setdefault(patient, of_all or METHODS.get(text))
    at = visit_of(cell, row) if VISIT_COLUMN else None
    for outcome, visit, column in SCORES:
        if VISIT_COLUMN and visit != at:
            continue
        value, shown_as = cell(row, column)
        number = score(value, shown_as, SCALES[outcome], NO_SCORES.get(outcome, ()))
        if not math.isnan(number):
            found["scored"].setdefault(((outcome, visit), patient), []).append(number)
        for said, words in (("died", DEATHS), ("lost", LOST)):
            if value is not None and plain(value) in words:
                found[said].add(((outcome, visit), patient))
    note_description(cell, row, patient, found["described"])
    note_death(cell, row, patient, found)
    for event, (column, answers) in EVENTS.items():
        answer = answers.get(written(cell, row, column))
        if answer is not None:
            worst = min if event in GOOD_EVENTS else max
            found["happened"][event, patient] = worst(answer, found["happened"].get((event, patient), answer))
            site = (event, patient, written(cell, row, SITE_COLUMN)) if SITE_COLUMN else None
            if site and site[2]:
                found["sites"][site] = worst(answer, found["sites"].get(site, answer))


def note_description(cell, row, patient, described):
    """What one row says of who the patient is: of every covariate the first that is known."""
    for name, (column, *limits, units) in MEASURES.items():
        number = measure(cell(row, column)[0], limits, units)
        if not math.isnan(number):
            described.setdefault((name, patient), number)
    for name, (column, names, is_named_so, _) in KINDS.items():
        found = kind(written(cell, row, column), names, is_named_so)
        if found is not None:
            described.setdefault((name, patient), found)
    for event, (column, names, is_named_so, _) in KINDS_OF_EVENTS.items():
        found = kind(written(cell, row, column), names, is_named_so)
        if found is not None:
            described.setdefault(("event", event, patient), found)
    for name, column in QUARTERS.items():
        found = quarter(cell(row, column)[0])
        if found is not None:
            described.setdefault((name, patient), found)


def note_death(cell, row, patient, found):
    """What one row says of a death in columns of its own: one row that says dead is enough, of dates the first."""
    for column, answers, _ in DEATH_COLUMNS:
        answer = answers.get(written(cell, row, column))
        if answer is not None:
            found["told"][column, patient] = max(answer, found["told"].get((column, patient), 0))
    for column in (DEATH_DATE_COLUMN, OPERATION_COLUMN):
        day = day_of(cell(row, column)[0]) if column else math.nan
        if not math.isnan(day):
            found["days"].setdefault((column, patient), day)


def computed(data, plan):
    """Every number under the name that Trocar gives it."""
    found = {}
    scored = data["scored"]
    outcomes = list(dict.fromkeys(outcome for outcome, visit in scored if visit == "baseline"))
    for outcome, visit in scored:
        if visit != "baseline" and outcome in outcomes:
            for name, value in of_visit(data, plan, outcome, visit).items():
                found[name[0], outcome, visit, *name[1:]] = value
    for outcome in outcomes:
        found |= modelled(scored, data["method"], plan, outcome)
    found |= holm(found, plan["family"])
    found |= unobserved(found, plan)
    found |= of_patients(data, plan, outcomes)
    happened = {"death": deaths(scored, data["died"], data["told"]), **data["happened"]}
    for event, answers in happened.items():
        for name, value in of_event(event, answers, data, plan).items():
            found[name[0], event, *name[1:]] = value
    if "leakage" in happened:
        of_methods = zip(happened["leakage"], data["method"], strict=True)
        found |= exposed([None if name is None else one for one, name in of_methods], data["covariates"])
        found |= looked_for(data["method"], plan["methods"], data["covariates"].get("detection"))
    return found


def of_patients(data, plan, outcomes):
    """Who the patients of each method are before treatment, and when each method was used."""
    found, method, covariates = {}, data["method"], data["covariates"]
    before = {f"{outcome} baseline": data["scored"][outcome, "baseline"] for outcome in outcomes}
    for covariate, values in (covariates | before).items():
        n_kinds = plan["n_kinds"].get(covariate)
        for name, value in described_by(values, method, plan["methods"], plan["pairs"], n_kinds).items():
            found[name[0], covariate, *name[1:]] = value
    for outcome in outcomes:
        for name in plan["methods"]:
            limits = mean_with_limits(data["scored"][outcome, "baseline"][method == name])
            found |= {("mean", outcome, "baseline", name, key): value for key, value in limits.items()}
    if "operation_quarter" in covariates:
        found |= overlaps(covariates["operation_quarter"], method, plan["pairs"])
    return found


def unobserved(found, plan):
    """How far those alive without a score must be shifted, up to twice what matters, before the conclusion changes."""
    moved = {}
    for word, *place in found:
        if word != "between" or place[4:] != [plan["analysis"], "low"] or place[0] not in plan["matters"]:
            continue
        outcome, visit, a, b, *_ = place
        low, high = (
            found.get(("shown", *place[:5], key), found["between", *place[:5], key]) for key in ("low", "high")
        )
        flows = [{key: found["flow", outcome, visit, name, key] for key in ("with_baseline", "analysed",
                 "died_after_baseline")} for name in (a, b)]  # fmt: skip
        alive = [one["with_baseline"] - one["died_after_baseline"] for one in flows]
        shares = [(n - one["analysed"]) / n if n else 0.0 for n, one in zip(alive, flows, strict=True)]
        facts = 2 * plan["matters"][outcome], plan["margins"].get(outcome), plan["better"][outcome]
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)):
            delta = turning_point(low, high, shares[0] * x - shares[1] * y, *facts)
            moved["unobserved", outcome, visit, a, b, plan["analysis"], f"{x:+d} {y:+d}"] = delta
    return moved


def turning_point(low, high, speed, largest, margin, better):
    """The smallest shift at which an interval that moves at a speed gives another conclusion, or None."""
    lines = (0.0,) if margin is None else (0.0, margin, -margin)
    meetings = sorted((line - limit) / speed for limit in (low, high) for line in lines) if speed else []
    for delta in (one for one in meetings if 0 <= one <= largest):
        for shift in (delta, math.nextafter(delta, math.inf) * (1 + 1e-12) + 1e-12):
            moved = low + speed * shift, high + speed * shift
            if conclusion(*moved, margin, better) != conclusion(low, high, margin, better):
                return delta
    return None


def conclusion(low, high, margin, better):
    """What an interval says: a difference first, then equivalence and non-inferiority where there is a margin."""
    low, high = (low, high) if better == 1 else (-high, -low)
    if low > 0 or high < 0:
        return "superior" if low > 0 else "inferior"
    if margin is None or low <= -margin:
        return "inconclusive"
    return "equivalent" if high < margin else "non-inferior"


def mean_with_limits(values):
    """The mean of those who have a score, with its 95% limits where it has any."""
    known = values[np.isfinite(values)]
    if len(known) < 2 or np.std(known) < 1e-12:
        return {"mean": known.mean()} if len(known) else {}
    reach = stats.t.ppf(0.975, len(known) - 1) * np.std(known, ddof=1) / math.sqrt(len(known))
    return {"mean": known.mean(), "low": known.mean() - reach, "high": known.mean() + reach}


def of_visit(data, plan, outcome, visit):
    """One score at one visit: who is left, changes, comparisons, responders, consensus."""
    before, after = data["scored"][outcome, "baseline"], data["scored"][outcome, visit]
    died, lost, method = data["died"][outcome, visit], data["lost"][outcome, visit], data["method"]
    found = compared(before, after, data, plan, outcome)
    found |= responding(before, after, died, data, plan, outcome)
    found |= judged_together(before, after, died, data, plan, visit) if outcome in ("VAS", "NRS") else {}
    without = np.array([one is None for one in method], dtype=bool)
    if without.any():
        numbers = flow(before[without], after[without], died[without], lost[without]) | {"analysed": 0}
        found |= {("flow", key): value for key, value in numbers.items()}
    for name in plan["methods"]:
        here = method == name
        numbers = flow(before[here], after[here], died[here], lost[here])
        found |= {("flow", name, key): value for key, value in numbers.items()}
        found |= {
            ("mean", name, key): value for key, value in mean_with_limits(after[here & np.isfinite(before)]).items()
        }
    return found


def of_event(event, answers, data, plan):
    """One event and every kind of it: rates, differences, those within centres and those of lesions."""
    by_level, found, kinds = {"any": answers}, {}, data["kinds_of_events"].get(event, [])
    for place, level in enumerate(sorted({one for own in kinds for one in own})):
        flags = [None if answer is None else int(level in own) for own, answer in zip(kinds, answers, strict=True)]
        by_level |= {level: flags, f"kind {place + 1}": flags}  # rare ones stand in EXPECTED by their place alone
    for level, flags in by_level.items():
        for name, value in counted(flags, data["method"], plan["methods"], plan["pairs"]).items():
            found[name[0], level, *name[1:]] = value
    for name, value in differences(np.array(answers, dtype=float), data, plan).items():
        found["shown_rate", *name] = value
    for a, b in plan["pairs"] if "centre" in data["covariates"] else ():
        numbers = within_centres(answers, data["method"], data["covariates"]["centre"], a, b, plan["level"])
        found |= {("within_centres", "any", a, b, key): value for key, value in numbers.items()}
    if event in data["lesions"]:
        found |= by_lesion(*data["lesions"][event], data["method"], plan["methods"], plan["pairs"], plan["level"])
    return found


def deaths(scored, died, told):
    """By patient 1 where a cell says died, 0 with a score after the procedure or a cell that says alive, else None."""
    dead = np.any([told == 1, *died.values()], axis=0)
    after = [np.isfinite(values) for (_, visit), values in scored.items() if visit != "baseline"]
    seen = np.any([dead, np.isfinite(told), *after], axis=0)
    return [int(gone) if known else None for gone, known in zip(dead.tolist(), seen.tolist(), strict=True)]


def told_dead(answers, lived_until, dates, operations):
    """(by patient 1 where columns of deaths say dead, 0 alive, NaN neither; days from the procedure that they lived).

    A date of death counts where no column says otherwise. Without it who is said to have lived at a visit died later.
    """
    died_on = np.array(dates, dtype=float) - np.array(operations, dtype=float)
    told = np.where(np.isfinite(np.array(dates, dtype=float)), 1.0, np.nan)
    said = np.array([[math.nan if one is None else one for one in own] for own in answers]).reshape(-1, len(told))
    if len(said):
        is_said = np.isfinite(said).any(axis=0)
        told[is_said] = np.nanmax(said[:, is_said], axis=0)
    until = np.full(len(told), np.nan)
    for own, days in zip(said, lived_until, strict=True):
        until = until if days is None else np.where(own == 0, np.fmax(until, days), until)
    return told, np.where(np.isfinite(died_on), died_on, until)


def with_deaths(scored, died, told, died_on, visit_days):
    """Who died at each visit: by the cell of the score, or after a patient's last score.

    After the last score a column of deaths tells it, or the cell of any score at that visit or before.
    `visit_days` are the days of the visits in their order, None where a visit has none: every death was before it.
    """
    order = list(visit_days)
    if not order:
        return died
    last = np.full(len(told), -1)
    for (_, visit), values in scored.items():
        last = np.where(np.isfinite(values), np.maximum(last, order.index(visit)), last)
    since = np.full(len(told), len(order))
    for (_, visit), gone in died.items():
        is_said = gone & (last <= order.index(visit))
        since = np.where(is_said, np.minimum(since, order.index(visit)), since)
    found = {}
    for (outcome, visit), gone in died.items():
        days = math.inf if visit_days[visit] is None else visit_days[visit]
        is_dead = (since <= order.index(visit)) | ((told == 1) & ~(died_on > days))
        is_after = is_dead & (last < order.index(visit))
        found[outcome, visit] = gone if visit == "baseline" else gone | is_after
    return found


def compared(before, after, data, plan, outcome):
    """One score at one visit: within every method, and between the methods of every pair."""
    found, groups, method = {}, {}, data["method"]
    is_pair = np.isfinite(before) & np.isfinite(after)
    for name in plan["methods"]:
        here = is_pair & (method == name)
        for key, value in within(before[here], after[here], plan["scales"][outcome][1:]).items():
            found["within", name, key] = value
        if here.sum() > 1:
            groups[name] = (before[here], after[here])
    is_rebuilt = all(name in data["covariates"] for name in plan["adjusted_for"])
    others = [data["covariates"][name] for name in plan["adjusted_for"]] if is_rebuilt else []
    model = ancova(before, after, method, others) if is_rebuilt else None
    for a, b in plan["pairs"]:
        if a in groups and b in groups:
            found |= of_pair(groups, model, a, b, plan, outcome)
    for test, values in overall(groups, model).items():
        for key, value in zip(("statistic", "df1", "df2", "p_value"), values, strict=True):
            found["omnibus", test, key] = value
    return found | adjusted_means(model)


def adjusted_means(model):
    """The mean of each method in the model at the mean of the baseline and of the covariates, with HC3's limits."""
    found = {}
    for place, name in enumerate(model["names"] if model and "ancova_hc3" in model["covariances"] else ()):
        error = math.sqrt(model["covariances"]["ancova_hc3"][place, place])
        if error > 1e-12:
            change = estimated(model["coefficients"][place] - model["mean"], error, model["df"])
            found["adjusted_mean", name, "ancova_hc3", "follow_up"] = model["coefficients"][place]
            found["adjusted_mean", name, "ancova_hc3", "change"] = change["difference"]
            found |= {("adjusted_mean", name, "ancova_hc3", key): change[key] for key in ("low", "high")}
    return found


def of_pair(groups, model, a, b, plan, outcome):
    """Every analysis of one pair, the tests of equivalence, and what documents show: limits for a family of pairs."""
    found, margin, level = {}, plan["margins"].get(outcome), plan["score_level"]
    for analysis, values in between(groups, model, a, b).items():
        found |= {("between", a, b, analysis, key): value for key, value in values.items()}
        if margin and "df" in values:
            tests = equivalence(values, margin)
            found |= {("equivalence", a, b, analysis, key): value for key, value in tests.items()}
    for analysis, values in between(groups, model, a, b, level).items() if level > 0.95 else ():
        found |= {("shown", a, b, analysis, key): values.get(key) for key in ("low", "high")}
    changes = [np.round(groups[name][1] - groups[name][0], 9) for name in (a, b)]
    if 5 <= min(map(len, changes)) < 10 and sum(map(len, changes)) <= 100:
        found["shown", a, b, "mann_whitney_change", "p_value"] = exact_with_ties(*changes)
    return found


def counted(answers, method, names, pairs):
    """One event or one kind of it: how often with every method, and the difference of every pair."""
    found, counts = {}, {}
    for name in names:
        of_method = [one for one, here in zip(answers, method, strict=True) if here == name]
        known = [one for one in of_method if one is not None]
        counts[name] = x, n = sum(known), len(known)
        found |= {("rate", name, "events"): x, ("rate", name, "n"): n}
        found["rate", name, "missing"] = len(of_method) - n
        if n:
            found["rate", name, "rate"] = x / n
            for word, limits in (("", share(x, n)), ("wilson_", wilson(x, n)), ("exact_", exact(x, n))):
                found["rate", name, f"{word}low"], found["rate", name, f"{word}high"] = limits
    for a, b in pairs:
        if counts[a][1] and counts[b][1]:
            numbers = rates(*counts[a], *counts[b]) | score_limits(*counts[a], *counts[b])
            numbers |= ratios(*counts[a], *counts[b]) | chi_squared(*counts[a], *counts[b])
            found |= {("rate_difference", a, b, key): value for key, value in numbers.items()}
    return found


def methods():
    """Every method, once: those of whole sheets and those of the column."""
    return list(dict.fromkeys([*(of_all for _, of_all, _ in PLACES if of_all), *METHODS.values()]))


def main():
    """Print every number beside Trocar's; the exit status is 1 where one differs (the MMRM: beyond 1e-5)."""
    plan = {
        "methods": methods(), "pairs": PAIRS, "family": FAMILY, "thresholds": THRESHOLDS, "scales": SCALES,
        "better": BETTER,
        "timed": TIMED, "adjusted_for": ADJUSTED_FOR, "margins": MARGINS, "level": LEVEL, "score_level": SCORE_LEVEL,
        "analysis": ANALYSIS, "matters": MATTERS,
        "n_kinds": {name: n for name, (*_, n) in KINDS.items()} | dict.fromkeys(QUARTERS, N_QUARTERS),
    }  # fmt: skip
    file = sys.argv[1] if len(sys.argv) > 1 else FILE
    if not os.path.isfile(file):
        sys.exit(f"There is no file {file}. Name your registry: python {sys.argv[0]} FILE")
    found = computed(read(file), plan)
    worst, different = 0.0, 0
    for name, expected in EXPECTED.items():
        value = found.get(name)
        away = math.inf if value is None else abs(value - expected) / max(1.0, abs(expected))
        worst = max(worst, away)
        is_near = away <= (1e-5 if name[-2] == "mmrm" else 1e-9)
        different += not is_near
        print("ok " if is_near else "DIFFERS", " · ".join(map(str, name)), expected, value, sep="\t")
    for listed, n in NOT_REBUILT.items():
        print(f"{n} numbers of the list {listed!r} are not rebuilt here")
    print(f"{len(EXPECTED)} numbers, {different} differ; largest relative difference {worst:.1e}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
