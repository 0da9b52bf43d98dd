"""The nested model against Dyestuff, statsmodels, simulated truth, and designs that leave some unknown."""

from __future__ import annotations

import time
import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.inference.nested_means import NestedMeans, client_means, fit_nested_means
from warehouse.inference.restricted_likelihood import Nested, profiled_deviance

DYESTUFF = {
    "A": (1545, 1440, 1440, 1520, 1580),
    "B": (1540, 1555, 1490, 1560, 1495),
    "C": (1595, 1550, 1605, 1510, 1560),
    "D": (1445, 1440, 1595, 1465, 1545),
    "E": (1595, 1630, 1515, 1635, 1625),
    "F": (1520, 1455, 1450, 1480, 1445),
}


def forms(rows: list[tuple[object, int, float]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["therapist_key", "client_key", "score"], orient="row")


def fit(scores: pl.DataFrame) -> NestedMeans:
    return fit_nested_means(client_means(scores))


def simulate(
    seed: int,
    therapists: int,
    clients: float,
    repeats: float,
    deviations: tuple[float, float, float],
    mean: float = 40.0,
) -> tuple[pl.DataFrame, np.ndarray]:
    """Draw forms of an unbalanced design; returns them and each therapist's true mean."""
    generator = np.random.default_rng(seed)
    between, client, form = deviations
    own = np.repeat(np.arange(therapists), generator.poisson(clients, therapists) + 1)
    true = mean + generator.normal(0, between, therapists)
    of_client = true[own] + generator.normal(0, client, own.size)
    client_of = np.repeat(np.arange(own.size), generator.poisson(repeats, own.size) + 1)
    scores = pl.DataFrame(
        {
            "therapist_key": own[client_of],
            "client_key": client_of,
            "score": of_client[client_of] + generator.normal(0, form, client_of.size),
        }
    )
    return scores, true


def test_dyestuff_gives_the_published_variances_and_predictions() -> None:
    result = fit(forms([(batch, n, y) for batch, yields in DYESTUFF.items() for n, y in enumerate(yields)]))
    assert result.mean == pytest.approx(1527.5)
    assert result.tau2 == pytest.approx(1764.05, rel=1e-6)
    assert result.sigma2_form == pytest.approx(2451.25, rel=1e-6)
    assert result.sigma2_client is None  # one form each: not to be told from that of forms
    predictions = [round(value, 5) for value in result.therapists["blup"]]
    assert predictions == [-17.60685, 0.39126, 28.56223, -23.08454, 56.73319, -44.99529]
    shrunken = result.therapists["shrunken_mean"] - result.mean
    assert shrunken.to_list() == pytest.approx(result.therapists["blup"].to_list())
    assert result.therapists["reliability"].to_list() == pytest.approx(
        [1764.05 / (1764.05 + 2451.25 / 5)] * 6
    )


def test_balanced_nested_data_give_the_analysis_of_variance_estimates() -> None:
    generator = np.random.default_rng(8)
    cube = (
        generator.normal(0, 2.0, (12, 1, 1))
        + generator.normal(0, 1.5, (12, 5, 1))
        + generator.normal(0, 1, (12, 5, 4))
    )
    index = np.indices(cube.shape).reshape(3, -1)
    scores = pl.DataFrame(
        {"therapist_key": index[0], "client_key": index[0] * 5 + index[1], "score": cube.reshape(-1)}
    )
    result = fit(scores)
    form = float(cube.var(axis=2, ddof=1).mean())
    client = float(cube.mean(axis=2).var(axis=1, ddof=1).mean()) - form / 4
    between = float(cube.mean(axis=(1, 2)).var(ddof=1)) - client / 5 - form / 20
    assert min(client, between) > 0
    assert result.sigma2_form == pytest.approx(form, rel=1e-6)
    assert result.sigma2_client == pytest.approx(client, rel=1e-6)
    assert result.tau2 == pytest.approx(between, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_unbalanced_nested_data_agree_with_statsmodels(seed: int) -> None:
    scores, _ = simulate(seed, therapists=25, clients=5, repeats=1.5, deviations=(1.5, 2.0, 1.0))
    result = fit(scores)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.regression.mixed_linear_model import MixedLM

        frame = scores.to_pandas()
        oracle = MixedLM.from_formula(
            "score ~ 1",
            groups="therapist_key",
            re_formula="1",
            vc_formula={"client": "0 + C(client_key)"},
            data=frame,
        ).fit(reml=True, method=["lbfgs", "bfgs"], gtol=1e-8)
        predictions = [float(effects.iloc[0]) for effects in oracle.random_effects.values()]
    assert result.mean == pytest.approx(float(oracle.fe_params.iloc[0]), abs=1e-4)
    assert result.tau2 == pytest.approx(float(oracle.cov_re.iloc[0, 0]), rel=2e-3)
    assert result.sigma2_client == pytest.approx(float(oracle.vcomp[0]), rel=2e-3)
    assert result.sigma2_form == pytest.approx(float(oracle.scale), rel=2e-3)
    assert result.therapists["blup"].to_list() == pytest.approx(predictions, abs=2e-3)
    assert result.mean_error == pytest.approx(float(oracle.bse_fe.iloc[0]), rel=2e-3)


@pytest.mark.parametrize("ratios", [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.4, 1.3)])
def test_the_slopes_are_those_of_the_deviance(ratios: tuple[float, float]) -> None:
    scores, _ = simulate(5, therapists=9, clients=3, repeats=1, deviations=(1, 1, 1))
    rows = client_means(scores)
    keys = rows["therapist_key"].to_numpy()
    data = Nested(
        starts=np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]),
        forms=rows["form_count"].cast(pl.Float64).to_numpy(),
        means=rows["mean_score"].to_numpy() - 40.0,
        within_ss=float(rows["within_ss"].sum()),
    )
    step = 1e-6
    _, *slopes = profiled_deviance(data, *ratios)
    for axis, slope in enumerate(slopes):
        ahead, behind = list(ratios), list(ratios)
        ahead[axis] += step
        behind[axis] -= step
        difference = profiled_deviance(data, *ahead)[0] - profiled_deviance(data, *behind)[0]
        assert slope == pytest.approx(difference / (2 * step), rel=1e-4, abs=1e-4)


def test_the_truth_is_recovered_and_covered_as_often_as_promised() -> None:
    estimates, covered = [], []
    for seed in range(50):
        scores, true = simulate(seed, therapists=60, clients=8, repeats=0.6, deviations=(1.2, 2.0, 1.5))
        result = fit(scores)
        estimates.append((result.mean, result.tau2, result.sigma2_client, result.sigma2_form))
        of_therapist = result.therapists.with_columns(
            truth=true[result.therapists["therapist_key"].to_numpy()]
        )
        covered.append(
            of_therapist["truth"].is_between(of_therapist["lower_95"], of_therapist["upper_95"]).mean()
        )
    array = np.array(estimates, dtype=float)
    error = array.std(axis=0, ddof=1) / np.sqrt(50)
    assert np.all(np.abs(array.mean(axis=0) - (40.0, 1.44, 4.0, 2.25)) < 4 * error)
    # 3,000 intervals: Monte-Carlo error .004.
    assert float(np.mean(covered)) == pytest.approx(0.95, abs=0.012)


def test_no_difference_between_therapists_is_a_variance_of_zero_and_full_shrinkage() -> None:
    scores = forms(
        [
            (therapist, 10 * therapist + n, score)
            for therapist in range(6)
            for n, score in enumerate((1, 5, 9))
        ]
    )
    result = fit(scores)
    assert result.tau2 == 0.0
    assert result.therapists["reliability"].to_list() == [0.0] * 6
    assert result.therapists["shrunken_mean"].to_list() == pytest.approx([5.0] * 6)
    # Nobody is told apart, and yet they may differ: the interval is wider than that of the mean.
    assert result.mean_error is not None
    assert (result.therapists["lower_95"] < 5 - 3 * result.mean_error).all()
    assert (result.therapists["upper_95"] > 5 + 3 * result.mean_error).all()


def test_no_difference_between_clients_is_a_variance_of_zero() -> None:
    scores = forms([(t, 10 * t + c, t + s) for t in range(5) for c in range(3) for s in (-1.0, 1.0)])
    result = fit(scores)
    assert result.sigma2_client == 0.0
    assert result.tau2 is not None
    assert result.tau2 > 1


def test_the_two_formulas_of_reliability_are_one_with_one_form_a_client() -> None:
    scores, _ = simulate(4, therapists=20, clients=6, repeats=0, deviations=(2, 2, 1))
    result = fit(scores)
    assert result.tau2 is not None
    count = result.therapists["response_count"].to_numpy()
    assert result.therapists["reliability"].to_list() == pytest.approx(
        (result.tau2 / (result.tau2 + result.sigma2_form / count)).tolist()
    )
    assert result.therapists["client_count"].equals(
        result.therapists["response_count"].rename("client_count")
    )


@pytest.mark.parametrize(("clients", "is_enough"), [(44, False), (45, True)])
def test_some_44_clients_make_a_mean_reliable_at_an_icc_of_5_per_cent(clients: int, is_enough: bool) -> None:
    """A mean is shown from a reliability of .70 on, which takes .70/.30 * .95/.05 = 44.3 clients."""
    means, answers = np.linspace(-1, 1, 20), np.linspace(-1, 1, clients)
    means *= np.sqrt((0.05 + 0.95 / clients) / means.var(ddof=1))
    answers *= np.sqrt(0.95 / answers.var(ddof=1))
    result = fit(
        forms([(f"t{n}", i, mean + a) for n, mean in enumerate(means) for i, a in enumerate(answers)])
    )
    assert result.tau2 == pytest.approx(0.05, rel=1e-6)
    assert result.therapists["reliability"].to_list() == pytest.approx([clients / (clients + 19)] * 20)
    assert (result.therapists["reliability"] >= 0.7).all() == is_enough


def test_reliability_and_shrunken_mean_follow_from_the_printed_figures() -> None:
    scores, _ = simulate(6, therapists=20, clients=6, repeats=1.5, deviations=(2, 2, 1))
    result = fit(scores)
    clients = client_means(scores)
    by_hand = (
        clients.group_by("therapist_key")
        .agg(
            count=pl.col("form_count").sum(),
            squares=pl.col("form_count").pow(2).sum(),
            raw=(pl.col("form_count") * pl.col("mean_score")).sum() / pl.col("form_count").sum(),
        )
        .sort("therapist_key")
        .with_columns(
            reliability=pl.lit(result.tau2)
            / (
                pl.lit(result.tau2)
                + pl.lit(result.sigma2_client) * pl.col("squares") / pl.col("count").pow(2)
                + pl.lit(result.sigma2_form) / pl.col("count")
            )
        )
        .with_columns(shrunken=result.mean + pl.col("reliability") * (pl.col("raw") - result.mean))
    )
    assert result.therapists["raw_mean"].to_list() == pytest.approx(by_hand["raw"].to_list())
    assert result.therapists["reliability"].to_list() == pytest.approx(by_hand["reliability"].to_list())
    assert result.therapists["shrunken_mean"].to_list() == pytest.approx(by_hand["shrunken"].to_list())


@pytest.mark.parametrize(("therapists", "has_interval"), [(3, False), (4, True)])
def test_it_takes_four_therapists_to_say_how_far_a_mean_may_be_off(
    therapists: int, has_interval: bool
) -> None:
    scores, _ = simulate(9, therapists=therapists, clients=12, repeats=0, deviations=(2, 2, 1))
    told = fit(scores).therapists
    assert told["shrunken_mean"].null_count() == 0
    assert told["lower_95"].is_not_null().all() == has_interval
    assert told["upper_95"].is_not_null().all() == has_interval


def test_the_interval_holds_the_shrunken_mean_and_is_about_as_wide_as_the_posteriors() -> None:
    scores, _ = simulate(10, therapists=60, clients=20, repeats=0, deviations=(2, 0, 1))
    result = fit(scores)
    told = result.therapists
    assert (told["lower_95"] < told["shrunken_mean"]).all()
    assert (told["upper_95"] > told["shrunken_mean"]).all()
    # So many tell the variance well: about mean -+ 1.96 sqrt(tau2 (1 - R)).
    assert result.tau2 is not None
    known = 1.959964 * np.sqrt(result.tau2 * (1 - told["reliability"].to_numpy()))
    assert ((told["upper_95"] - told["lower_95"]) / 2).to_numpy() == pytest.approx(known, rel=0.03)


def test_a_single_therapist_has_a_mean_but_nothing_to_be_compared_with() -> None:
    result = fit(forms([("A", n, score) for n, score in enumerate((3.0, 4.0, 8.0))]))
    assert result.mean == pytest.approx(5.0)
    assert result.tau2 is None
    assert result.mean_error is None
    row = result.therapists.row(0, named=True)
    assert row["raw_mean"] == pytest.approx(5.0)
    for name in ("reliability", "shrunken_mean", "lower_95", "upper_95", "blup"):
        assert row[name] is None


def test_therapists_with_one_client_each_cannot_be_told_from_their_clients() -> None:
    result = fit(forms([(t, t, t + s) for t in range(5) for s in (-1.0, 0.0, 1.0)]))
    assert result.tau2 is None
    assert result.sigma2_client == pytest.approx(2.5 - 1 / 3)
    assert result.mean_error is not None
    assert result.therapists["reliability"].null_count() == 5


def test_a_clients_forms_that_are_all_alike_leave_no_variance_of_forms() -> None:
    scores = forms(
        [(t, 10 * t + c, 2 * t + score) for t in range(5) for c, score in enumerate((1, 4, 7)) for _ in "ab"]
    )
    result = fit(scores)
    assert result.sigma2_form == 0.0
    assert result.sigma2_client == pytest.approx(9.0, rel=1e-6)
    assert result.tau2 == pytest.approx(10.0 - 3.0, rel=1e-6)


def test_clients_who_all_agree_on_their_therapist_leave_a_perfect_reliability() -> None:
    result = fit(forms([(t, 10 * t + c, 2.0 * t) for t in range(5) for c in range(3)]))
    assert result.tau2 == pytest.approx(10.0)
    assert result.sigma2_form == 0.0
    assert result.therapists["reliability"].to_list() == [1.0] * 5
    assert result.therapists["shrunken_mean"].to_list() == pytest.approx([0, 2, 4, 6, 8])


def test_clients_whose_forms_are_all_alike_have_intervals_as_if_they_had_one_form_each() -> None:
    scores, _ = simulate(12, therapists=6, clients=5, repeats=0, deviations=(1, 2, 1))
    once, again = fit(scores), fit(pl.concat([scores, scores.head(1)]))
    assert again.sigma2_form == 0.0
    assert once.sigma2_client is None
    for name in ("lower_95", "upper_95"):
        assert again.therapists[name].to_list()[1:] == pytest.approx(once.therapists[name].to_list()[1:])


def test_scores_that_are_all_equal_tell_nobody_apart() -> None:
    result = fit(forms([(t, 10 * t + c, 50.0) for t in range(3) for c in range(4) for _ in "ab"]))
    assert (result.mean, result.tau2, result.sigma2_client, result.sigma2_form) == (50.0, 0.0, 0.0, 0.0)
    assert result.mean_error is None
    assert result.therapists["reliability"].to_list() == [0.0] * 3
    assert result.therapists["lower_95"].null_count() == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.lit(0).alias("form_count"), "2 of 2 clients have no usable"),
        (pl.lit(None, pl.Float64).alias("mean_score"), "2 of 2 clients have no usable"),
        (pl.lit(float("nan")).alias("mean_score"), "2 of 2 clients have no usable"),
        (pl.lit(-1.0).alias("within_ss"), "2 of 2 clients have no usable"),
        (pl.lit(1).alias("client_key"), "2 rows share therapist and client"),
    ],
)
def test_rows_that_the_model_cannot_use_are_refused(change: pl.Expr, message: str) -> None:
    rows = client_means(forms([("A", 1, 3.0), ("A", 2, 4.0)]))
    fit_nested_means(rows)
    with pytest.raises(ValueError, match=message):
        fit_nested_means(rows.with_columns(change))


def test_a_scale_without_forms_is_refused() -> None:
    with pytest.raises(ValueError, match="no forms to fit"):
        fit_nested_means(client_means(forms([("A", 1, 3.0)])).clear())


@given(st.integers(0, 10_000), st.sampled_from([0.0, 1.0, 1000.0]), st.sampled_from([0.1, 1.0, 50.0]))
@settings(max_examples=25, deadline=None)
def test_order_shift_and_unit_of_the_scores_change_nothing_else(seed: int, shift: float, unit: float) -> None:
    scores, _ = simulate(seed, therapists=8, clients=3, repeats=0.7, deviations=(1.0, 1.0, 1.0))
    result = fit(scores)
    assert result.tau2 is not None
    rows = client_means(scores)
    shuffled = fit_nested_means(rows.sample(fraction=1.0, shuffle=True, seed=seed))
    assert shuffled.therapists.equals(fit_nested_means(rows).therapists)
    moved = fit(scores.with_columns(pl.col("score") * unit + shift))
    assert moved.tau2 is not None
    scale = result.tau2 + result.sigma2_form
    assert moved.mean == pytest.approx(result.mean * unit + shift, rel=1e-5)
    assert moved.tau2 / unit**2 == pytest.approx(result.tau2, rel=1e-4, abs=1e-5 * scale)
    assert moved.sigma2_form / unit**2 == pytest.approx(result.sigma2_form, rel=1e-4)
    reliability = result.therapists["reliability"]
    assert reliability.is_between(0, 1).all()
    between = (result.therapists["shrunken_mean"] - result.mean).abs() - (
        result.therapists["raw_mean"] - result.mean
    ).abs()
    assert between.max() <= 1e-9  # never further from the mean than the raw mean  # type: ignore[operator]


def test_two_thousand_therapists_and_a_hundred_thousand_forms_take_a_few_seconds() -> None:
    scores, _ = simulate(7, therapists=2000, clients=19, repeats=1.5, deviations=(1.0, 3.0, 2.0))
    assert scores.height > 95_000
    rows = client_means(scores)
    began = time.process_time()
    result = fit_nested_means(rows)
    assert time.process_time() - began < 5  # measured: 0.2 s
    assert result.tau2 == pytest.approx(1.0, abs=0.15)
