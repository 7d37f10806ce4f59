# Rates of one group and of two.

wilson <- function(x, n, level = .95) {
  as.numeric(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}

# Miettinen & Nurminen's score interval of a risk difference: constrained maximum likelihood by the cubic, then a root.
score_statistic <- function(x1, n1, x2, n2, assumed) {
  n <- n1 + n2
  l2 <- (n1 + 2 * n2) * assumed - n - x1 - x2
  l1 <- (n2 * assumed - n - 2 * x2) * assumed + x1 + x2
  l0 <- x2 * assumed * (1 - assumed)
  q <- l2^3 / (3 * n)^3 - l1 * l2 / (6 * n^2) + l0 / (2 * n)
  p <- ifelse(q >= 0, 1, -1) * sqrt(max(0, l2^2 / (3 * n)^2 - l1 / (3 * n)))
  angle <- if (p == 0) pi / 3 else (pi + acos(between(q / p^3, -1, 1))) / 3
  r2 <- between(2 * p * cos(angle) - l2 / (3 * n), 0, 1)
  r1 <- between(r2 + assumed, 0, 1)
  variance <- (r1 * (1 - r1) / n1 + r2 * (1 - r2) / n2) * n / (n - 1)
  distance <- x1 / n1 - x2 / n2 - assumed
  if (variance > 0) distance^2 / variance else if (abs(distance) < 1e-12) 0 else Inf
}
miettinen_nurminen <- function(x1, n1, x2, n2, level = .95) {
  difference <- x1 / n1 - x2 / n2
  cut <- qchisq(level, 1)
  excess <- function(assumed) min(score_statistic(x1, n1, x2, n2, assumed), 1e6) - cut
  edge <- 1 - 1e-10
  low <- if (excess(-edge) < 0 || difference <= -1) -1 else uniroot(excess, c(-edge, difference), tol = 1e-13)$root
  high <- if (excess(edge) < 0 || difference >= 1) 1 else uniroot(excess, c(difference, edge), tol = 1e-13)$root
  c(low, high)
}

# The conditional odds ratio and its exact limits solved to 1e-14; fisher.test stops at 1e-4.
fisher_tight <- function(x1, n1, x2, n2) {
  total <- x1 + x2
  support <- max(0, total - n2):min(total, n1)
  if (length(support) == 1) return(c(NaN, 0, Inf))
  density <- dhyper(support, n1, n2, total, log = TRUE)
  shares <- function(log_odds) {
    tilted <- density + log_odds * support
    tilted <- exp(tilted - max(tilted))
    tilted / sum(tilted)
  }
  odds_where <- function(f) exp(uniroot(f, c(-40, 40), tol = 1e-14)$root)
  is_lowest <- x1 == min(support)
  is_highest <- x1 == max(support)
  c(if (is_lowest) 0 else if (is_highest) Inf else odds_where(function(l) sum(support * shares(l)) - x1),
    if (is_lowest) 0 else odds_where(function(l) sum(shares(l)[support >= x1]) - .025),
    if (is_highest) Inf else odds_where(function(l) sum(shares(l)[support <= x1]) - .025))
}

newcombe <- function(x1, n1, x2, n2, level) {
  p1 <- x1 / n1
  p2 <- x2 / n2
  a <- wilson(x1, n1, level)
  b <- wilson(x2, n2, level)
  c(p1 - p2, p1 - p2 - sqrt((p1 - a[1])^2 + (b[2] - p2)^2), p1 - p2 + sqrt((a[2] - p1)^2 + (p2 - b[1])^2))
}

log_interval <- function(ratio, se) exp(log(ratio) + c(-1, 1) * qnorm(.975) * se)

for (s in list(c(0, 32), c(32, 32), c(1, 32), c(2, 32), c(31, 32), c(16, 32), c(0, 3), c(3, 3), c(1, 1))) {
  key <- sprintf("prop/%d_%d", s[1], s[2])
  record(key, list(wilson = wilson(s[1], s[2]), clopper = as.numeric(binom.test(s[1], s[2])$conf.int),
                   wilson_cc_prop.test_default = as.numeric(suppressWarnings(prop.test(s[1], s[2]))$conf.int)))
}

compare_rates <- function(x1, n1, x2, n2) {
  key <- sprintf("two/%d_%d_vs_%d_%d", x1, n1, x2, n2)
  table <- matrix(c(x1, x2, n1 - x1, n2 - x2), 2)
  fisher <- fisher.test(table)
  tight <- fisher_tight(x1, n1, x2, n2)
  record(paste0(key, "/fisher"), list(p = fisher$p.value, or_cond = unname(fisher$estimate),
                                      ci = as.numeric(fisher$conf.int), or_cond_tight = tight[1],
                                      ci_tight = tight[2:3]))
  for (correct in c(TRUE, FALSE)) {
    test <- suppressWarnings(chisq.test(table, correct = correct))
    put(paste0(key, if (correct) "/chisq_yates" else "/chisq"), c(unname(test$statistic), test$p.value))
  }
  put(paste0(key, "/min_expected"), min(suppressWarnings(chisq.test(table))$expected))
  for (level in c(.95, .90)) {
    put(sprintf("%s/rd_newcombe%d", key, round(level * 100)), newcombe(x1, n1, x2, n2, level))
    put(sprintf("%s/rd_mn%d", key, round(level * 100)), miettinen_nurminen(x1, n1, x2, n2, level))
  }
  p1 <- x1 / n1
  p2 <- x2 / n2
  put(paste0(key, "/rr"), p1 / p2)
  if (x1 > 0 && x2 > 0) {
    put(paste0(key, "/rr_ci_katz"), log_interval(p1 / p2, sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)))
  }
  half <- c(x1, n1, x2, n2) + .5
  ratio <- half[1] / half[2] / (half[3] / half[4])
  put(paste0(key, "/rr_half"), ratio)
  put(paste0(key, "/rr_half_ci"), log_interval(ratio, sqrt(1 / half[1] - 1 / half[2] + 1 / half[3] - 1 / half[4])))
  variance <- p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
  narrow <- newcombe(x1, n1, x2, n2, .90)
  for (margin in c(.10, .15)) {
    wald <- max(pnorm((p1 - p2 + margin) / sqrt(variance), lower.tail = FALSE), pnorm((p1 - p2 - margin) / sqrt(variance)))
    put(sprintf("%s/rd_tost_wald_p_m%d", key, round(margin * 100)), if (variance > 0) wald else NA)
    put(sprintf("%s/rd_equiv_newcombe90_m%d", key, round(margin * 100)), narrow[2] > -margin && narrow[3] < margin)
  }
}
for (s in list(c(1, 32, 2, 32), c(32, 32, 32, 32), c(0, 32, 5, 32), c(30, 32, 28, 32), c(12, 32, 22, 32),
               c(0, 32, 0, 32), c(3, 3, 0, 3), c(40, 45, 25, 60), c(56, 70, 48, 80), c(9, 10, 3, 10))) {
  compare_rates(s[1], s[2], s[3], s[4])
}

put("mcnemar/exact_p", binom.test(2, 14)$p.value)
mcnemar <- mcnemar.test(matrix(c(10, 2, 12, 8), 2))
put("mcnemar/chi2_cc", c(unname(mcnemar$statistic), mcnemar$p.value))
