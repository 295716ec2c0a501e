"""A function for a cell, written the way a user would: the selected range as a DataFrame."""

from __future__ import annotations

import pandas as pd


def check_table(values: list[list[object]]) -> list[list[object]]:
    """Every relation of table 3 (2021): one row for each that does not hold."""
    table = pd.DataFrame(values)
    labels = table.iloc[3:, :3].ffill(axis=1).iloc[:, -1]
    figures = table.iloc[3:, 3:10].apply(pd.to_numeric, errors="coerce").fillna(0)
    figures.index = labels
    figures.columns = [*table.iloc[2, 3:9].fillna(table.iloc[1, 3:9]), "总计"]
    found: list[list[object]] = []
    rows = figures.iloc[:, :6].sum(axis=1)
    for label in rows.index[(rows - figures["总计"]).abs() > 1e-9]:
        found.append([f"{label}：总计", figures.loc[label, "总计"], rows[label]])
    results = figures.iloc[2:-2].sum()
    for column in results.index[(results - figures.iloc[-2]).abs() > 1e-9]:
        found.append([f"{column}：（七）总计", figures.iloc[-2][column], results[column]])
    came, went = figures.iloc[0] + figures.iloc[1], figures.iloc[-2] + figures.iloc[-1]
    for column in came.index[(came - went).abs() > 1e-9]:
        found.append([f"{column}：第三项加第四项", went[column], came[column]])
    return found
