"""The clean cohort that every difficult file is made from, and what a right reader holds of it."""

from __future__ import annotations

HDR = ["patient_id", "group", "vas_pre", "vas_post", "odi_pre", "odi_post"]


def base(k=8):
    """k patients per group, two groups; fixed integers so every mean is exact."""
    rows = []
    for g, name in enumerate(("CT", "DSA")):
        for i in range(k):
            rows.append(
                [
                    f"P{g * k + i + 1:03d}",
                    name,
                    6 + (i + g) % 4,
                    1 + (i * 3 + g) % 4,
                    56 + 2 * ((i * 5 + g) % 8),
                    20 + 2 * ((i * 3 + g) % 7),
                ]
            )
    return rows


def exp(rows, **kw):
    """expected JSON from clean rows (None = missing)."""
    d = {"n": len(rows), "groups": {}}
    for r in rows:
        d["groups"][r[1]] = d["groups"].get(r[1], 0) + 1
    for j, c in enumerate(HDR[2:], 2):
        v = [r[j] for r in rows if r[j] is not None]
        d[c] = {"n": len(v), "mean": round(sum(v) / len(v), 6) if v else None}
    d.update(kw)
    return d


B = base()
BX = exp(B)


def T(rows=None):  # header + rows
    return [HDR] + [list(r) for r in (B if rows is None else rows)]


def put(j, vals, rows=None):
    """copy of base rows with column j replaced by vals for the first len(vals) rows"""
    rr = [list(r) for r in (rows or B)]
    for i, v in enumerate(vals):
        rr[i][j] = v
    return rr


def clean(j, vals, rows=None):
    return put(j, vals, rows)


CSV = ("\n".join([",".join(HDR)] + [",".join(map(str, r)) for r in B]) + "\n").encode()
