"""Recomputes the KiTS23 audit of tools/verify/recipes/kits23.json with statsmodels and scipy.

Usage: python kits23_reference.py TABLE.csv > kits23_golden.json
Needs numpy, scipy, pandas, statsmodels (versions are written into the output). The output holds results only, no row of
the table: the table is CC BY-NC-SA and stays where it is.
"""
import json
import sys

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

SCORES = ["kidney_and_masses_dice_mean", "tumor_dice_mean", "cyst_dice_mean"]
ATTRIBUTES = [("sex", "male", ["female"]), ("BMI", "< 25", ["25 to < 30", "≥ 30"])]
COVARIATES = ["kidney_ml", "slice_mm"]
FAILURE = 0.9

table = pd.read_csv(sys.argv[1], dtype={"sex": str})
table["BMI"] = pd.cut(table["bmi"], [-np.inf, 25, 30, np.inf], right=False, labels=["< 25", "25 to < 30", "≥ 30"]).astype(object)
rows = []


def add(family, metric, attribute, group, quantity, method, adjusted=False, **numbers):
    rows.append({"metric": metric, "attribute": attribute, "group": group, "quantity": quantity, "method": method,
                 "adjusted": adjusted, "family": family, **{k: float(v) for k, v in numbers.items()}})


def expit(x):
    return 1 / (1 + np.exp(-x))


for metric in SCORES:
    for attribute, reference, levels in ATTRIBUTES:
        data = table[[metric, attribute, "bmi"] + COVARIATES].dropna(subset=[metric, attribute])
        sides = {level: data.loc[data[attribute] == level, metric].to_numpy() for level in [reference] + levels}
        groups = list(sides.values())
        for level, values in sides.items():
            low, high = DescrStatsW(values).tconfint_mean()
            add(None, metric, attribute, level, "mean", "t interval", n=len(values), estimate=values.mean(), low=low, high=high)
            low, high = proportion_confint((values < FAILURE).sum(), len(values), method="wilson")
            add(None, metric, attribute, level, "failure rate", "Wilson", estimate=(values < FAILURE).mean(), low=low, high=high)
        f = stats.f_oneway(*groups)
        add("anova", metric, attribute, "", "test", "ANOVA", statistic=f.statistic, p=f.pvalue)
        w = anova_oneway(groups, use_var="unequal", welch_correction=True)
        add("welch-anova", metric, attribute, "", "test", "Welch ANOVA", statistic=w.statistic, p=w.pvalue)
        k = stats.kruskal(*groups)
        add("kruskal-wallis", metric, attribute, "", "test", "Kruskal", statistic=k.statistic, p=k.pvalue)
        for level in levels:
            x, y = sides[level], sides[reference]
            test = stats.ttest_ind(x, y, equal_var=False)
            low, high = CompareMeans(DescrStatsW(x), DescrStatsW(y)).tconfint_diff(usevar="unequal")
            add("welch", metric, attribute, level, "mean gap", "Welch t", n=len(x), estimate=x.mean() - y.mean(), low=low, high=high,
                statistic=test.statistic, p=test.pvalue)
            u = stats.mannwhitneyu(x, y, method="asymptotic")
            add("mann-whitney", metric, attribute, level, "shift", "Mann-Whitney", statistic=u.statistic, p=u.pvalue,
                estimate=np.median(np.subtract.outer(x, y)))
            b = stats.brunnermunzel(y, x)
            add("brunner-munzel", metric, attribute, level, "relative effect", "Brunner", statistic=b.statistic, p=b.pvalue)
            a, c = int((x < FAILURE).sum()), int((y < FAILURE).sum())
            low, high = confint_proportions_2indep(a, len(x), c, len(y), method="newcomb")
            add("failure-rate", metric, attribute, level, "failure-rate difference", "Newcombe", estimate=a / len(x) - c / len(y), low=low, high=high,
                p=stats.fisher_exact([[a, len(x) - a], [c, len(y) - c]])[1])
        # Adjusted: OLS with HC3 and t, one dummy per level.
        complete = data.dropna()
        dummies = np.column_stack([(complete[attribute] == level).astype(float) for level in levels])
        design = np.column_stack([np.ones(len(complete)), dummies, complete[COVARIATES].to_numpy(float)])
        response = complete[metric].to_numpy()
        fit = sm.OLS(response, design).fit(cov_type="HC3", use_t=True)
        wald = fit.f_test(np.eye(design.shape[1])[1:1 + len(levels)])
        add("adjusted omnibus", metric, attribute, "", "test", "ANCOVA", True, n=len(response), statistic=np.squeeze(wald.fvalue), p=wald.pvalue)
        share = sm.GLM(response, design, family=sm.families.Binomial()).fit(tol=1e-13, maxiter=200)
        # HC3 sandwich of the quasi-binomial fit: residuals over 1 - leverage.
        bread = np.linalg.inv(design.T @ (share.fittedvalues * (1 - share.fittedvalues) * design.T).T)
        leverage = share.get_influence().hat_matrix_diag
        meat = design.T @ (((response - share.fittedvalues) / (1 - leverage)) ** 2 * design.T).T
        sandwich = bread @ meat @ bread
        for j, level in enumerate(levels):
            low, high = fit.conf_int()[1 + j]
            add("adjusted", metric, attribute, level, "mean gap", "ANCOVA", True, n=(complete[attribute] == level).sum(), estimate=fit.params[1 + j],
                low=low, high=high, statistic=fit.tvalues[1 + j], p=fit.pvalues[1 + j])
            # Average gap of the fractional logit, delta method.
            off = design.copy()
            off[:, 1:1 + len(levels)] = 0
            on = off.copy()
            on[:, 1 + j] = 1
            p1, p0 = expit(on @ share.params), expit(off @ share.params)
            gradient = ((p1 * (1 - p1))[:, None] * on - (p0 * (1 - p0))[:, None] * off).mean(axis=0)
            gap, error = (p1 - p0).mean(), np.sqrt(gradient @ sandwich @ gradient)
            df = len(response) - design.shape[1]
            z = stats.t.ppf(0.975, df)
            add("fractional", metric, attribute, level, "mean gap", "fractional logit", True, estimate=gap, low=gap - z * error, high=gap + z * error,
                p=2 * stats.t.sf(abs(gap / error), df))
            pair = complete[complete[attribute].isin([level, reference])]
            member = (pair[attribute] == level).to_numpy(float)
            covariates = np.column_stack([np.ones(len(pair)), pair[COVARIATES].to_numpy(float)])
            score = sm.Logit(member, covariates).fit(disp=0, tol=1e-14, maxiter=200).predict(covariates)
            weight = np.where(member == 1, 1 - score, score)
            hajek = sm.WLS(pair[metric].to_numpy(), np.column_stack([np.ones(len(pair)), member]), weights=weight).fit(cov_type="HC0", use_t=True)
            low, high = hajek.conf_int()[1]
            add("overlap-weighting", metric, attribute, level, "mean gap", "overlap weighting", True, estimate=hajek.params[1], low=low, high=high,
                p=hajek.pvalues[1])
        if attribute == "BMI":
            rho = stats.spearmanr(data["bmi"], data[metric])
            add("continuous", metric, attribute, "", "correlation", "Spearman", n=len(data), estimate=rho.statistic, p=rho.pvalue)
            ranked = complete[["bmi", metric] + COVARIATES].rank().to_numpy()
            base = np.column_stack([np.ones(len(ranked)), ranked[:, 2:]])
            rest = [ranked[:, i] - base @ np.linalg.lstsq(base, ranked[:, i], rcond=None)[0] for i in (0, 1)]
            r = np.corrcoef(*rest)[0, 1]
            df = len(ranked) - 2 - len(COVARIATES)
            add("continuous adjusted", metric, attribute, "", "correlation", "partial Spearman", True, estimate=r,
                p=2 * stats.t.sf(abs(r) * np.sqrt(df / (1 - r * r)), df))

for family in {row["family"] for row in rows if row["family"]}:
    members = [row for row in rows if row["family"] == family]
    corrected = multipletests([row["p"] for row in members], method="holm")[1]
    for row, value in zip(members, corrected):
        row["pCorrected"] = float(value)
for row in rows:
    del row["family"]

json.dump({
    "made_by": "tools/reference/statistics/kits23_reference.py",
    "recipe": "tools/verify/recipes/kits23.json",
    "tolerance": "1e-9 relative",
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__, "pandas": pd.__version__,
                 "statsmodels": statsmodels.__version__},
    "rows": rows,
}, sys.stdout, ensure_ascii=False, indent=1)
