"""The challenger: gradient boosted trees, kept as plain numbers so that no stored model runs anybody's code.

Belongs here: fitting them, walking down them. Doesn't: whether they replace the default (`judging`).

Source: Friedman 2001; scikit-learn's HistGradientBoostingClassifier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.risk.design import Design, Floats, learn_design
from warehouse.risk.predictors import Predictors

TREES = 80
LEARNING_RATE = 0.06
MOST_LEAVES = 8
SMALLEST_LEAF = 100

NODE = ("feature_idx", "num_threshold", "missing_go_to_left", "left", "right", "is_leaf", "value")


@dataclass(frozen=True)
class Boosting:
    """`trees` holds one array a tree, one row a node with the columns of NODE; a value is log odds to add."""

    design: Design
    baseline: float
    trees: tuple[Floats, ...]

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Return each row's log odds of dropping out within the horizon."""
        return self._walk(self.design.raw(rows))

    def contributions(self, rows: pl.DataFrame) -> dict[str, Floats]:
        """Return what each group adds to each row's log odds, against nothing being known of it."""
        columns = self.design.raw(rows)
        whole = self._walk(columns)
        names = [*self.design.numbers, *(n for n, levels in self.design.levels.items() for _ in levels)]
        groups = np.array([self.design.predictors.groups[name] for name in names])
        found = {}
        for group in sorted(set(groups.tolist())):
            without = columns.copy()
            without[:, groups == group] = np.nan
            found[group] = whole - self._walk(without)
        return found

    def _walk(self, columns: Floats) -> Floats:
        total = np.full(len(columns), self.baseline)
        for tree in self.trees:
            feature, threshold, missing_left, left, right, is_leaf, value = tree.T
            node = np.zeros(len(columns), dtype=np.int64)
            while not is_leaf[node].all():
                seen = columns[np.arange(len(columns)), feature[node].astype(np.int64)]
                goes_left = np.where(np.isnan(seen), missing_left[node] > 0, seen <= threshold[node])
                following = np.where(goes_left, left[node], right[node]).astype(np.int64)
                node = np.where(is_leaf[node] > 0, node, following)
            total += value[node]
        return total


def fit_boosting(rows: pl.DataFrame, predictors: Predictors, seed: int) -> Boosting:
    """Fit to rows with an `outcome` of 0 or 1; both must occur."""
    # Costs a second, and only training needs it.
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

    design = learn_design(rows, predictors)
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=MOST_LEAVES,
        min_samples_leaf=SMALLEST_LEAF,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(design.raw(rows), rows["outcome"].to_numpy())
    trees = tuple(
        np.column_stack([stage[0].nodes[name].astype(np.float64) for name in NODE])
        for stage in model._predictors  # the only place where scikit-learn keeps them; a test compares
    )
    return Boosting(design, float(np.ravel(model._baseline_prediction)[0]), trees)
