#!/usr/bin/env Rscript
# Further answers of R, for what oracle.R does not hold: HC3 with covariates and with three groups, Hodges-Lehmann with
# zeros, rates of several lesions per patient, rates over centres, Firth's logistic regression, and tipping points.
# Run from the folder that holds this script: Rscript further.R. It reads data/ and writes golden/further.json.
suppressMessages({
  library(sandwich)
  library(emmeans)
  library(survey)
  library(metafor)
  library(brglm)
})
source("answers.R")

# ---- ANCOVA with a factor (standing for centres) and a numeric covariate
d <- read.csv("data/d1_seed.csv")
d$group <- relevel(factor(d$group), ref = "DSA")
fit <- lm(vas_post ~ group + vas_pre + tumour + age, d)
difference <- unname(coef(fit)["groupCT"])
for (kind in c("const", "HC3")) {
  se <- unname(sqrt(diag(vcovHC(fit, kind)))["groupCT"])
  put(paste0("ancova_covariates/", kind), c(difference, se, 2 * pt(-abs(difference / se), fit$df.residual)))
}

# ---- three groups: any pair, and adjusted means, with HC3
d <- read.csv("data/d6_three.csv")
d$group <- factor(d$group)
fit <- lm(vas_post ~ group + vas_pre, d)
robust <- vcovHC(fit, "HC3")
means <- as.data.frame(emmeans(fit, "group", vcov. = robust))
put("ancova_three/means", setNames(as.list(means$emmean), as.character(means$group)))
put("ancova_three/means_hc3_se", setNames(as.list(means$SE), as.character(means$group)))
differences <- as.data.frame(pairs(emmeans(fit, "group", vcov. = robust), adjust = "none"))
for (i in seq_len(nrow(differences))) {
  put(paste0("ancova_three/", gsub(" ", "", differences$contrast[i])), c(differences$estimate[i], differences$SE[i], differences$p.value[i]))
}

# ---- Hodges-Lehmann with zeros: the shifts that the corrected signed-rank test does not reject, zeros kept
signed_rank_z <- function(x, shift, side) {
  moved <- x - shift
  ranks <- rank(abs(moved))
  n <- length(moved)
  ties <- table(ranks)
  spread <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  (sum(ranks[moved > 0]) - n * (n + 1) / 4 - side * 0.5) / spread
}
for (name in c("d1_seed", "d3_ties", "d4_zero")) for (group in c("CT", "DSA")) {
  d <- read.csv(paste0("data/", name, ".csv"))
  x <- round(d$vas_post - d$vas_pre, 6)[d$group == group]
  walsh <- outer(x, x, "+") / 2
  walsh <- sort(unique(round(walsh[upper.tri(walsh, TRUE)], 7)))
  shifts <- (head(walsh, -1) + tail(walsh, -1)) / 2
  above <- sapply(shifts, function(shift) signed_rank_z(x, shift, 1) > qnorm(.975))    # rejected: x lies above the shift
  below <- sapply(shifts, function(shift) signed_rank_z(x, shift, -1) < qnorm(.025))
  put(paste0("hodges_lehmann/", name, "/", group), c(walsh[sum(above) + 1], walsh[length(walsh) - sum(below)]))
}

# ---- several lesions per patient: the variance of the ratio, patients as clusters
d <- read.csv("data/d10_lesions.csv")
for (group in c("CT", "DSA")) {
  lesion <- d[d$group == group, ]
  rows <- data.frame(id = rep(lesion$id, lesion$lesions),
                     leak = unlist(Map(function(x, m) rep(1:0, c(x, m - x)), lesion$leaks, lesion$lesions)))
  share <- svymean(~leak, svydesign(ids = ~id, weights = ~1, data = rows))
  p <- unname(coef(share))
  effective <- nrow(rows) / max(1, as.numeric(vcov(share)) / (p * (1 - p) / nrow(rows)))
  t <- qt(.975, nrow(lesion) - 1)
  limits <- (p + t^2 / (2 * effective) + c(-1, 1) * t * sqrt(p * (1 - p) / effective + t^2 / (4 * effective^2))) /
    (1 + t^2 / effective)
  put(paste0("clustered/", group), c(p, effective, limits))
}

# ---- centres
d <- read.csv("data/d11_centres.csv")
pooled <- rma.mh(measure = "RD", ai = events_ct, n1i = n_ct, ci = events_dsa, n2i = n_dsa, data = d)
put("centres/mantel_haenszel", c(as.numeric(pooled$beta), pooled$se, pooled$pval))
fixed <- rma(measure = "RD", ai = events_ct, n1i = n_ct, ci = events_dsa, n2i = n_dsa, data = d, method = "EE",
             add = 0, to = "none")
put("centres/q", c(fixed$QE, fixed$k - 1, fixed$QEp, fixed$I2 / 100))

# ---- Firth: coefficients by brglm, the profile by maximising the penalised likelihood itself
d <- read.csv("data/d1_seed.csv")
for (name in c("age", "vas_pre")) {
  x <- d[[name]]
  fit <- brglm(leak ~ x, data = data.frame(leak = d$leak, x = x), family = binomial, pl = TRUE,
               br.epsilon = 1e-14, br.maxit = 10000)
  design <- cbind(1, x - mean(x))
  penalised <- function(b) {
    linear <- drop(design %*% b)
    risk <- plogis(linear)
    sum(d$leak * linear - log1p(exp(linear))) + .5 * log(det(t(design) %*% (design * risk * (1 - risk))))
  }
  profile <- function(slope) optimize(function(a) penalised(c(a, slope)), c(-20, 5), maximum = TRUE, tol = 1e-12)$objective
  slope <- unname(coef(fit)[2])
  top <- profile(slope)
  fallen <- function(slope) 2 * (top - profile(slope)) - qchisq(.95, 1)
  put(paste0("firth/", name), c(coef(fit)[[1]], slope, uniroot(fallen, c(slope - 5, slope), tol = 1e-12)$root,
                                uniroot(fallen, c(slope, slope + 5), tol = 1e-12)$root,
                                pchisq(2 * (top - profile(0)), 1, lower.tail = FALSE)))
  offset <- slope * x
  put(paste0("firth/", name, "/flic_intercept"),
      unname(coef(glm(d$leak ~ 1 + offset(offset), family = binomial, control = glm.control(epsilon = 1e-14)))))
}

# ---- Firth without a package, where plain logistic regression has no finite answer: separation, and nobody with events.
# The penalised likelihood itself, the determinant as a sum over pairs of rows (Cauchy-Binet), maximised by search.
few <- list(separated = list(x = 2:9, y = c(0, 0, 0, 0, 0, 1, 1, 1), n = rep(1, 8)),
            no_events = list(x = c(2, 5, 8), y = c(0, 0, 0), n = c(5, 6, 4)),
            several = list(x = c(2, 4, 6, 9), y = c(0, 1, 0, 2), n = c(20, 20, 15, 9)))
for (name in names(few)) {
  x <- few[[name]]$x; y <- few[[name]]$y; n <- few[[name]]$n
  z <- x - mean(x)
  gaps <- outer(z, z, "-")^2 / 2
  penalised <- function(b) {
    linear <- b[1] + b[2] * z
    weight <- n * dlogis(linear)
    sum(y * linear - n * log1p(exp(linear))) + .5 * log(sum(outer(weight, weight) * gaps))
  }
  # The derivative by central differences with Richardson's step, its root by halving: sharper than the flat top.
  slope_of <- function(f, at, h = 1e-2) {
    d <- sapply(h / 2^(0:3), function(h) (f(at + h) - f(at - h)) / (2 * h))
    for (k in 1:3) d <- (4^k * d[-1] - d[-length(d)]) / (4^k - 1)
    d
  }
  best <- function(slope) {
    reach <- 12 + abs(slope) * max(abs(z))
    uniroot(function(a) slope_of(function(a) penalised(c(a, slope)), a), c(-reach, reach), tol = 1e-13)$root
  }
  profile <- function(slope) penalised(c(best(slope), slope))
  slope <- uniroot(function(slope) slope_of(profile, slope), c(-2, 4), tol = 1e-13)$root
  fallen <- function(other) 2 * (profile(slope) - profile(other)) - qchisq(.95, 1)
  limits <- c(uniroot(fallen, c(slope - 3, slope), tol = 1e-13)$root, uniroot(fallen, c(slope, slope + 8), tol = 1e-13)$root)
  put(paste0("firth_few/", name), c(best(slope) - slope * mean(x), slope, limits,
                                    pchisq(2 * (profile(slope) - profile(0)), 1, lower.tail = FALSE)))
  if (sum(y) > 0) {
    predicted <- function(a) sum(n * plogis(a + slope * x)) - sum(y)
    put(paste0("firth_few/", name, "/flic_intercept"), uniroot(predicted, c(-60, 60), tol = 1e-13)$root)
  }
}

# ---- tipping point: the missing follow-ups are written in (their group's mean, moved by delta) and the difference taken
# again; the interval keeps its width. The first delta with another verdict by walking, then by halving.
verdict <- function(low, high, margin) {  # of a score that is better when lower
  if (high < 0) "superior" else if (low > 0) "inferior"
  else if (is.na(margin)) "inconclusive"
  else if (low > -margin && high < margin) "equivalent" else if (high < margin) "non_inferior" else "inconclusive"
}
d <- read.csv("data/d5_missing.csv")
for (margin in c(NA, 1, 1.5)) {
  after <- split(d$vas_post, d$group)
  limits <- t.test(after$CT, after$DSA)$conf.int
  largest <- 10
  difference <- function(a, b) {
    filled <- function(x, shift) mean(ifelse(is.na(x), mean(x, na.rm = TRUE) + shift, x))
    filled(after$CT, a) - filled(after$DSA, b)
  }
  key <- paste0("tipping/", if (is.na(margin)) "none" else margin)
  put(paste0(key, "/given"), c(limits[1:2], mean(is.na(after$CT)), mean(is.na(after$DSA)), largest))
  for (way in list(c(1, 0), c(-1, 0), c(0, 1), c(0, -1), c(1, -1), c(-1, 1))) {
    says <- function(delta) {
      moved <- limits + difference(way[1] * delta, way[2] * delta) - difference(0, 0)
      verdict(moved[1], moved[2], margin)
    }
    walk <- seq(0, largest, length.out = 4001)
    other <- which(sapply(walk, says) != says(0))
    found <- list(delta = NA, becomes = "never")
    if (length(other)) {
      stays <- walk[other[1] - 1]
      changed <- walk[other[1]]
      for (i in 1:60) {
        middle <- (stays + changed) / 2
        if (says(middle) == says(0)) stays <- middle else changed <- middle
      }
      found <- list(delta = changed, becomes = says(changed))
    }
    record(paste0(key, "/", way[1], "_", way[2]), found)
  }
}

write_answers("golden/further.json")
