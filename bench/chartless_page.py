"""What Trocar's click is measured against: the demo, the same sidebar filters, and one line of text, no chart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

DEMO = Path(__file__).parents[1] / "data" / "demo_registry_en.xlsx"


@st.cache_data
def patients() -> pd.DataFrame:
    """The demo's rows; nobody real is in them."""
    return pd.read_excel(DEMO, header=1)


frame = patients()
with st.sidebar:
    methods = st.pills("Guidance", ["CT-guided", "DSA-guided"], selection_mode="multi")
    sexes = st.pills("Sex", ["Female", "Male"], selection_mode="multi")
    age = st.slider("Age", 38, 82, (38, 82))

kept = frame[frame["Age"].between(*age)]
kept = kept[kept["Guidance"].isin(methods)] if methods else kept
kept = kept[kept["Sex"].isin(sexes)] if sexes else kept
change = pd.to_numeric(kept["VAS 3 months"], errors="coerce") - kept["VAS before"]
st.markdown(f"{len(kept)} patients, mean change of VAS to 3 months {change.mean():.1f}")
