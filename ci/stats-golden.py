#!/usr/bin/env python3
"""Reference figures for harness/stats, computed by scipy and statsmodels.

    pip install scipy==1.17.1 statsmodels==0.15.0
    python ci/stats-golden.py                  # print the figures as JSON
    python ci/stats-golden.py --write          # regenerate the file that the Rust tests read
    python ci/stats-golden.py --check          # compare that file with fresh figures

Inputs stand in the file beside the figures, so the Rust tests need nothing else.
"""

import argparse
import itertools
import json
import math
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.proportion import proportion_confint

FILE = Path(__file__).resolve().parent.parent / "harness" / "stats" / "tests" / "golden.json"
TOLERANCE = 1e-9


def draws(seed, count):
    """Uniform numbers in [0, 1) from a small generator, the same in every numpy."""
    state, found = seed, []
    for _ in range(count):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        found.append((state >> 33) / 2**31)
    return found


def fractions(seed, count):
    """Scores in quarters, as the mean of four attempts would be."""
    return [math.floor(5 * u) / 4 for u in draws(seed, count)]


def clustered_binary(seed, clusters, size):
    """Right-or-wrong items whose clusters differ in difficulty; sizes vary by one."""
    values, labels = [], []
    for label, p in enumerate(draws(seed, clusters)):
        for u in draws(1000 * seed + label, size + label % 2):
            values.append(float(u < 0.2 + 0.6 * p))
            labels.append(label)
    return values, labels


def wilson(share, n, z):
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def widened(mean, low, high, effective, t):
    """The documented rule: the t interval, clipped, and Wilson's at the effective n."""
    other = wilson(mean, effective, t)
    return max(0.0, min(low, other[0])), min(1.0, max(high, other[1]))


def mean_only(values, labels=None):
    """Mean, standard error and t interval of an intercept-only regression."""
    model = sm.OLS(np.array(values), np.ones(len(values)))
    if labels is None:
        fit = model.fit()
    else:
        fit = model.fit(
            cov_type="cluster",
            cov_kwds={"groups": np.array(labels), "use_correction": True, "df_correction": True},
            use_t=True,
        )
    low, high = fit.conf_int(0.05)[0]
    return float(fit.params[0]), float(fit.bse[0]), float(low), float(high), float(fit.pvalues[0])


def t_intervals():
    found = []
    cases = [(fractions(3, 60), None), (fractions(4, 25), None)]
    cases += [clustered_binary(5, 24, 6), clustered_binary(6, 40, 3)]
    for values, labels in cases:
        mean, error, low, high, _ = mean_only(values, labels)
        units = len(values) if labels is None else len(set(labels))
        effective = mean * (1 - mean) / error**2
        if set(values) <= {0.0, 1.0}:
            effective = min(effective, len(values))
        shown = widened(mean, low, high, effective, stats.t.ppf(0.975, units - 1))
        found.append(
            {
                "values": values,
                "labels": labels,
                "mean": mean,
                "standard_error": error,
                "low": shown[0],
                "high": shown[1],
            }
        )
    return found


def wild_bootstrap():
    """|t| over every sign pattern; the rank-th of the distinct half is the critical value."""
    values, labels = clustered_binary(7, 9, 8)
    values = [v * 0.5 + 0.25 * u for v, u in zip(values, fractions(8, len(values)))]
    values, labels = np.array(values), np.array(labels)
    n, names = len(values), sorted(set(labels.tolist()))
    sizes = np.array([(labels == c).sum() for c in names])
    residuals = np.array([(values[labels == c] - values.mean()).sum() for c in names])
    statistics = []
    for signs in itertools.product([1, -1], repeat=len(names) - 1):
        signed = np.array([1, *signs]) * residuals
        shift = signed.sum() / n
        left = signed - sizes * shift
        error = math.sqrt(len(names) / (len(names) - 1) * (left**2).sum()) / n
        statistics.append(abs(shift) / error)
    statistics.sort()
    rank = math.ceil(0.95 * (len(statistics) + 1))
    return {
        "values": values.tolist(),
        "labels": labels.tolist(),
        "critical": statistics[rank - 1],
        "t": float(stats.t.ppf(0.975, len(names) - 1)),
    }


def stratified():
    strata = [(2.0, fractions(11, 40)), (1.0, fractions(12, 12)), (3.0, fractions(13, 75))]
    total = sum(weight for weight, _ in strata)
    score = sum(weight / total * np.mean(values) for weight, values in strata)
    variance = expected = spread = 0.0
    for weight, values in strata:
        n, w2 = len(values), (weight / total) ** 2
        variance += w2 * np.var(values, ddof=1) / n
        expected += w2 / n
        spread += (w2 / n) ** 2 / (n - 1)
    t = stats.t.ppf(0.975, expected**2 / spread)
    reach = t * math.sqrt(variance)
    low, high = widened(score, score - reach, score + reach, score * (1 - score) / variance, t)
    return {
        "weights": [weight for weight, _ in strata],
        "values": [values for _, values in strata],
        "mean": float(score),
        "low": float(low),
        "high": float(high),
    }


def paired():
    base, candidate = fractions(21, 50), fractions(22, 50)
    test = stats.ttest_rel(candidate, base)
    interval = test.confidence_interval(0.95)
    free = {
        "base": base,
        "candidate": candidate,
        "labels": None,
        "difference": float(np.mean(candidate) - np.mean(base)),
        "standard_error": float(stats.sem(np.subtract(candidate, base))),
        "low": float(interval.low),
        "high": float(interval.high),
        "p_value": float(test.pvalue),
        "correlation": float(stats.pearsonr(base, candidate).statistic),
    }
    base, labels = fractions(23, 96), [i // 4 for i in range(96)]
    candidate = [min(1.0, b / 2 + u / 2) for b, u in zip(base, fractions(24, 96))]
    difference, error, low, high, p = mean_only(np.subtract(candidate, base), labels)
    grouped = {
        "base": base,
        "candidate": candidate,
        "labels": labels,
        "difference": difference,
        "standard_error": error,
        "low": low,
        "high": high,
        "p_value": p,
        "correlation": float(stats.pearsonr(base, candidate).statistic),
    }
    return [free, grouped]


def mcnemar():
    """Mid-p from the binomial; Bonett & Price from their paper's formula."""
    found = []
    for b, c, n in [(0, 0, 50), (0, 6, 50), (1, 9, 100), (12, 5, 100), (40, 61, 500), (900, 1000, 9000)]:
        pmf = stats.binom.pmf(min(b, c), b + c, 0.5)
        p = min(1.0, 2 * stats.binom.cdf(min(b, c), b + c, 0.5) - pmf)
        up, down = (c + 1) / (n + 2), (b + 1) / (n + 2)
        reach = stats.norm.ppf(0.975) * math.sqrt((up + down - (up - down) ** 2) / (n + 2))
        found.append([b, c, n, float(p), up - down - reach, up - down + reach])
    return found


def chernoff():
    def divergence(q, p):
        return sum(a * math.log(a / b) for a, b in ((q, p), (1 - q, 1 - p)) if a > 0)

    found = []
    for mean, n in [(0.0, 3), (0.2, 10), (0.5, 1), (0.731, 77), (0.999, 400), (1.0, 100)]:
        def excess(p, mean=mean, n=n):
            return n * divergence(mean, p) - math.log(2 / 0.05)

        # Brackets end a hair inside the unit interval, where the divergence is finite.
        low = optimize.brentq(excess, 1e-300, mean, xtol=1e-16) if mean > 0 else 0.0
        high = optimize.brentq(excess, mean, 1 - 1e-16, xtol=1e-16) if mean < 1 else 1.0
        found.append([mean, n, low, high])
    return found


def repeats():
    found = []
    for n, c, k in [(1, 1, 1), (5, 2, 3), (10, 0, 4), (16, 3, 8), (64, 60, 32), (200, 7, 100)]:
        ways = math.comb(n, k)
        found.append(
            [n, c, k, float(1 - Fraction(math.comb(n - c, k), ways)), float(Fraction(math.comb(c, k), ways))]
        )
    return found


def noise():
    attempts = np.array(fractions(31, 120)).reshape(30, 4)
    within = float(np.mean(np.var(attempts, axis=1, ddof=1)))
    between = float(np.var(attempts.mean(axis=1), ddof=1) - within / 4)
    return {"attempts": attempts.tolist(), "within": within, "between": max(0.0, between)}


def power():
    found = []
    for delta, sd, alpha, beta in [(0.02, 0.4, 0.05, 0.8), (0.05, 0.31, 0.025, 0.9), (0.1, 0.5, 0.01, 0.95)]:
        n = normal_sample_size_one_tail(delta, beta, alpha, std_null=sd)
        found.append([delta, sd, alpha, beta, math.ceil(n)])
    return found


def figures():
    tails = [0.6, 0.9, 0.95, 0.975, 0.995, 0.9999]
    degrees = [1, 1.5, 2, 3, 4, 7.25, 12, 19, 39, 120, 999.5, 1000.5, 54321, 1e6]
    p_values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 1.0]
    return {
        "normal_quantile": [[p, float(stats.norm.ppf(p))] for p in [1e-6, 0.025, 0.2, 0.5, *tails]],
        "t_quantile": [[p, df, float(stats.t.ppf(p, df))] for p in tails for df in degrees],
        "t_two_tailed": [
            [t, df, float(2 * stats.t.sf(t, df))]
            for t in [0.0, 0.3, 1.0, 2.1, 4.5, 12.0]
            for df in [1, 2, 6.5, 19, 200, 10000]
        ],
        "wilson": [
            [k, n, level, *map(float, proportion_confint(k, n, 1 - level, method="wilson"))]
            for k, n in [(0, 1), (1, 1), (0, 40), (40, 40), (7, 10), (95, 100), (480, 500), (3, 100000)]
            for level in [0.9, 0.95, 0.99]
        ],
        "t_intervals": t_intervals(),
        "wild_bootstrap": wild_bootstrap(),
        "stratified": stratified(),
        "paired": paired(),
        "mcnemar": mcnemar(),
        "chernoff": chernoff(),
        "repeats": repeats(),
        "noise": noise(),
        "power": power(),
        "holm": {"p": p_values, "adjusted": multipletests(p_values, method="holm")[1].tolist()},
    }


def differences(kept, fresh, where=""):
    """Where two JSON values differ by more than the tolerance."""
    if isinstance(kept, dict) and isinstance(fresh, dict):
        for key in sorted(kept.keys() | fresh.keys()):
            yield from differences(kept.get(key), fresh.get(key), f"{where}.{key}")
    elif isinstance(kept, list) and isinstance(fresh, list) and len(kept) == len(fresh):
        for index, pair in enumerate(zip(kept, fresh)):
            yield from differences(*pair, f"{where}[{index}]")
    elif isinstance(kept, (int, float)) and isinstance(fresh, (int, float)):
        if not math.isclose(kept, fresh, rel_tol=TOLERANCE, abs_tol=1e-15):
            yield f"{where}: file has {kept!r}, fresh figure is {fresh!r}"
    elif kept != fresh:
        yield f"{where}: file has {kept!r}, fresh figure is {fresh!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    action.add_argument("--check", action="store_true", help=f"compare {FILE.name}; exit 1 if it differs")
    arguments = parser.parse_args()
    fresh = figures()
    if arguments.check:
        found = list(differences(json.loads(FILE.read_text()), fresh))
        print("\n".join(found) or f"{FILE.name} agrees")
        return 1 if found else 0
    # One line a group keeps the file small and its diffs readable.
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in fresh.items())
    text = "{\n" + lines + "\n}\n"
    if arguments.write:
        FILE.write_text(text)
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
