"""What goes with empathy across therapists: feedback, retention and outcome, beside the published benchmark.

Belongs here: the mart `empathy_associations`. Doesn't: each therapist's own figures (SQL counts them), and
their shrunken means (`empathy`). A correlation across therapists says nothing about one of them, and nothing
about causes: clients rate empathy, alliance and outcome alike.
"""

from __future__ import annotations

import polars as pl

from warehouse.inference.statistic import Z_95, MartSchema, Statistic, Tables, as_mart

FIGURES = "intermediate.int_therapist_figures_gathered"

MINIMUM_CLIENTS = 3
"""Clients behind each of a therapist's two figures; with fewer the figure is one client's."""

MINIMUM_THERAPISTS = 4
"""Fisher's interval divides by the square root of their number less three."""

BENCHMARKS = pl.DataFrame(
    {
        "related_to": ["outcome"],
        "benchmark_r": [0.28],
        "benchmark_lower_95": [0.23],
        "benchmark_upper_95": [0.33],
        "benchmark_source": [
            "Elliott et al. 2018: 82 samples, 6,138 clients; across clients, not therapists"
        ],
    }
)

EMPATHY_ASSOCIATIONS: MartSchema = {
    "empathy_scale": pl.String,
    "related_to": pl.String,
    "related_scale": pl.String,
    "therapist_count": pl.Int64,
    "client_count": pl.Int64,
    "r": pl.Float64,
    "lower_95": pl.Float64,
    "upper_95": pl.Float64,
    "benchmark_r": pl.Float64,
    "benchmark_lower_95": pl.Float64,
    "benchmark_upper_95": pl.Float64,
    "benchmark_source": pl.String,
}

_KEY = ("empathy_scale", "related_to", "related_scale")


def empathy_associations(figures: pl.DataFrame) -> pl.DataFrame:
    """Correlate therapists' raw empathy means with each of their other figures.

    `figures` holds one row per `therapist_key` and figure: `related_to` (`empathy`, or what is related to it:
    `feedback`, `retention`, `outcome`), `scale_id` (`none` where there is none), `client_count`, and `mean`,
    higher better. Figures of fewer than three clients are left out.

        r         Pearson's over therapists who have both figures
        interval  tanh(atanh r -+ 1.96/sqrt(n-3)): null with fewer than four therapists, or where r is 1 or -1

    Both figures are noisy with few clients, which makes r smaller than it is between the therapists' true
    means. Null where one of the two doesn't vary.

    Source: Fisher 1921; benchmark Elliott et al. 2018.
    """
    usable = figures.filter(pl.col("client_count") >= MINIMUM_CLIENTS)
    empathy = usable.filter(pl.col("related_to") == "empathy").select(
        "therapist_key", empathy_scale="scale_id", empathy="mean", empathy_clients="client_count"
    )
    pairs = empathy.join(
        usable.filter(pl.col("related_to") != "empathy").rename({"scale_id": "related_scale"}),
        on="therapist_key",
    ).sort("therapist_key")
    related = pairs.group_by(_KEY, maintain_order=True).agg(
        therapist_count=pl.len().cast(pl.Int64),
        client_count=pl.col("empathy_clients").sum().cast(pl.Int64),
        r=pl.when((pl.len() > 2) & (pl.col("mean").n_unique() > 1) & (pl.col("empathy").n_unique() > 1))
        .then(pl.corr("empathy", "mean").clip(-1.0, 1.0))
        .first(),
    )
    size, r = pl.col("therapist_count"), pl.col("r")
    has_interval = (size >= MINIMUM_THERAPISTS) & (r.abs() < 1)
    half_width = Z_95 / (size - 3).cast(pl.Float64).sqrt()
    return related.with_columns(
        lower_95=pl.when(has_interval).then((r.arctanh() - half_width).tanh()),
        upper_95=pl.when(has_interval).then((r.arctanh() + half_width).tanh()),
    ).join(BENCHMARKS, on="related_to", how="left")


def _compute(tables: Tables) -> dict[str, pl.DataFrame]:
    return {
        "empathy_associations": as_mart(empathy_associations(tables[FIGURES]), EMPATHY_ASSOCIATIONS, _KEY)
    }


STATISTIC = Statistic(
    about="What goes with empathy across therapists: feedback, retention and outcome.",
    reads={FIGURES: ("therapist_key", "related_to", "scale_id", "client_count", "mean")},
    marts={"empathy_associations": EMPATHY_ASSOCIATIONS},
    compute=_compute,
)
