# One group before and after, and two groups against each other. x is CT, y is DSA.

describe <- function(key, x) {
  x <- x[!is.na(x)]
  q <- quantile(x, c(.25, .5, .75), type = 7, names = FALSE)
  record(key, list(n = length(x), mean = mean(x), sd = sd(x), median = q[2], q1 = q[1], q3 = q[3],
                   min = min(x), max = max(x)))
  if (length(x) > 1 && sd(x) > 0) put(paste0(key, "/mean_ci"), as.numeric(t.test(x)$conf.int))
}

record_t <- function(key, test) {
  if (is.null(test)) return(invisible())
  estimate <- unname(test$estimate)
  record(key, list(t = unname(test$statistic), df = unname(test$parameter), p = test$p.value,
                   ci = as.numeric(test$conf.int),
                   est = if (length(estimate) == 2) estimate[1] - estimate[2] else estimate, se = test$stderr))
}

record_wilcoxon <- function(key, ...) {
  test <- attempt(key, suppressWarnings(wilcox.test(...)))
  if (is.null(test)) return(invisible())
  record(key, list(stat = unname(test$statistic), p = test$p.value, method = test$method))
  if (!is.null(test$conf.int)) record(key, list(ci = as.numeric(test$conf.int), est = unname(test$estimate)))
}

# The noncentrality parameters for which t is just inside the central 95%.
noncentrality <- function(t, df) {
  solve_for <- function(p) {
    uniroot(function(d) suppressWarnings(pt(t, df, d)) - p, c(t - 8 - abs(t), t + 8 + abs(t)), tol = 1e-12)$root
  }
  c(solve_for(.975), solve_for(.025))
}

# Hedges's exact small-sample correction.
correction <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)

walsh_median <- function(x) {
  averages <- outer(x, x, "+") / 2
  median(averages[upper.tri(averages, TRUE)])
}

signed_ranks <- function(key, change) {
  rounded <- round(change, 6)  # 6.4 - 3.3 must tie with 3.1: decimals are cleaned before ranking
  moved <- rounded[rounded != 0]
  record_wilcoxon(paste0(key, "/wilcoxon_default"), rounded, conf.int = TRUE)
  record_wilcoxon(paste0(key, "/wilcoxon_approx_cc"), rounded, exact = FALSE, correct = TRUE)
  record_wilcoxon(paste0(key, "/wilcoxon_approx_nocc"), rounded, exact = FALSE, correct = FALSE)
  record_wilcoxon(paste0(key, "/wilcoxon_default_unrounded"), change, conf.int = FALSE)
  put(paste0(key, "/hl_walsh_all"), walsh_median(rounded))
  if (length(moved) == 0) return(invisible())
  exact <- attempt(paste0(key, "/wilcoxon_exact_ties"), suppressWarnings(wilcox.exact(moved)))
  if (!is.null(exact)) put(paste0(key, "/wilcoxon_exact_ties/p"), exact$p.value)
  ranks <- rank(abs(moved))
  put(paste0(key, "/hl_walsh_nonzero"), walsh_median(moved))
  put(paste0(key, "/rank_biserial_matched"), sum(ranks * sign(moved)) / sum(ranks))
  if (length(moved) == 1) return(invisible())
  pratt <- attempt(paste0(key, "/wilcoxon_pratt"),
                   wilcoxsign_test(y ~ x, data = data.frame(y = rounded, x = 0), zero.method = "Pratt"))
  if (!is.null(pratt)) {
    record(paste0(key, "/wilcoxon_pratt"), list(z = as.numeric(statistic(pratt)), p = as.numeric(pvalue(pratt))))
  }
}

standardised_change <- function(key, pre, post, t) {
  change <- post - pre
  n <- length(change)
  d_z <- mean(change) / sd(change)
  average_sd <- sqrt((var(pre) + var(post)) / 2)
  limits <- noncentrality(t, n - 1)
  record(key, list(dz = d_z, dz_ci = limits / sqrt(n), gz = d_z * correction(n - 1),
                   dav = mean(change) / average_sd, dav_ci = limits * sd(change) / sqrt(n) / average_sd,
                   dav_meansd = mean(change) / ((sd(pre) + sd(post)) / 2), srm_corr = cor(pre, post)))
}

paired <- function(key, pre, post) {
  complete <- !is.na(pre) & !is.na(post)
  pre <- pre[complete]
  post <- post[complete]
  change <- post - pre
  put(paste0(key, "/n_pairs"), length(change))
  describe(paste0(key, "/change"), change)
  test <- attempt(paste0(key, "/t_paired"), t.test(post, pre, paired = TRUE))
  record_t(paste0(key, "/t_paired"), test)
  signed_ranks(key, change)
  if (sd(change) > 1e-9) standardised_change(key, pre, post, unname(test$statistic))
  shapiro <- attempt(paste0(key, "/shapiro"), shapiro.test(change))
  if (!is.null(shapiro)) record(paste0(key, "/shapiro"), list(W = unname(shapiro$statistic), p = shapiro$p.value))
}

# Feng & Cliff's asymmetric interval.
cliff <- function(key, x, y) {
  m <- length(x)
  n <- length(y)
  wins <- sign(outer(x, y, "-"))
  delta <- mean(wins)
  put(paste0(key, "/cliff"), delta)
  if (m < 2 || n < 2) return(invisible())
  v <- (m^2 * sum((rowMeans(wins) - delta)^2) + n^2 * sum((colMeans(wins) - delta)^2) - sum((wins - delta)^2)) /
    (m * n * (m - 1) * (n - 1))
  v <- max(v, (1 - delta^2) / (m * n - 1))
  z <- qnorm(.975)
  limits <- (delta - delta^3 + c(-1, 1) * z * sqrt(v) * sqrt((1 - delta^2)^2 + z^2 * v)) / (1 - delta^2 + z^2 * v)
  put(paste0(key, "/cliff_ci"), if (v > 0) limits else c(NA, NA))
}

spread <- function(key, x, y, centre) {
  test <- attempt(key, suppressWarnings(
    leveneTest(c(x, y), factor(rep(c("a", "b"), c(length(x), length(y)))), center = centre)))
  if (!is.null(test)) record(key, list(F = test[1, 2], p = test[1, 3]))
}

standardised_difference <- function(key, x, y, t) {
  m <- length(x)
  n <- length(y)
  df <- m + n - 2
  d <- (mean(x) - mean(y)) / sqrt(((m - 1) * var(x) + (n - 1) * var(y)) / df)
  limits <- noncentrality(t, df) * sqrt(1 / m + 1 / n)
  record(key, list(cohen_d = d, cohen_d_ci = limits, hedges_g = d * correction(df),
                   hedges_g_ci = limits * correction(df)))
  package <- tryCatch(effectsize::hedges_g(x, y), error = function(e) NULL)
  if (!is.null(package)) {
    put(paste0(key, "/effectsize_hedges_g_pkg"), c(package$Hedges_g, package$CI_low, package$CI_high))
  }
}

two_one_sided <- function(key, x, y, margin) {
  lower <- t.test(x, y, mu = -margin, alternative = "greater")
  upper <- t.test(x, y, mu = margin, alternative = "less")
  record(key, list(margin = margin, t_lower = unname(lower$statistic), p_lower = lower$p.value,
                   t_upper = unname(upper$statistic), p_upper = upper$p.value, p = max(lower$p.value, upper$p.value),
                   ci90 = as.numeric(t.test(x, y, conf.level = .9)$conf.int),
                   noninf_p_lower_is_better = upper$p.value))
}

compare <- function(key, x, y, margin = NULL) {
  x <- round(x[!is.na(x)], 6)
  y <- round(y[!is.na(y)], 6)
  welch <- attempt(paste0(key, "/welch"), t.test(x, y))
  student <- attempt(paste0(key, "/student"), t.test(x, y, var.equal = TRUE))
  record_t(paste0(key, "/welch"), welch)
  record_t(paste0(key, "/student"), student)
  record_wilcoxon(paste0(key, "/mw_default"), x, y, conf.int = TRUE)
  record_wilcoxon(paste0(key, "/mw_approx_cc"), x, y, exact = FALSE)
  record_wilcoxon(paste0(key, "/mw_approx_nocc"), x, y, exact = FALSE, correct = FALSE)
  exact <- attempt(paste0(key, "/mw_exact_ties"), suppressWarnings(wilcox.exact(x, y)))
  if (!is.null(exact)) put(paste0(key, "/mw_exact_ties/p"), exact$p.value)
  put(paste0(key, "/hl_median"), median(outer(x, y, "-")))
  cliff(key, x, y)
  spread(paste0(key, "/brown_forsythe"), x, y, median)
  spread(paste0(key, "/levene"), x, y, mean)
  if (!is.null(student)) standardised_difference(key, x, y, unname(student$statistic))
  if (!is.null(margin) && !is.null(welch)) two_one_sided(paste0(key, "/tost"), x, y, margin)
}

for (name in c("d1_seed", "d2_tiny", "d3_ties", "d4_zero", "d5_missing", "d7_constant", "d9_noties")) {
  d <- read.csv(paste0("data/", name, ".csv"), na.strings = "")
  for (outcome in if (name == "d1_seed") c("vas", "odi") else "vas") {
    key <- paste0(name, "/", outcome)
    pre <- d[[paste0(outcome, "_pre")]]
    post <- d[[paste0(outcome, "_post")]]
    change <- round(post - pre, 6)
    margin <- if (outcome == "odi") 10 else if (name == "d9_noties") 15 else 1.5
    ct <- which(d$group == "CT")
    dsa <- which(d$group == "DSA")
    for (group in c("DSA", "CT")) {
      rows <- which(d$group == group)
      describe(paste0(key, "/", group, "/pre"), pre[rows])
      describe(paste0(key, "/", group, "/post"), post[rows])
      paired(paste0(key, "/", group, "/paired"), pre[rows], post[rows])
    }
    compare(paste0(key, "/between_change"), change[ct], change[dsa], margin)
    compare(paste0(key, "/between_post"), post[ct], post[dsa])
    compare(paste0(key, "/between_pre"), pre[ct], pre[dsa])
    attempt(paste0(key, "/ancova"), ancova(paste0(key, "/ancova"), d, paste0(outcome, "_post"), paste0(outcome, "_pre"), margin))
  }
}
