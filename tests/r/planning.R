# Adjusted P values, standardised mean differences, power and sample size.
p <- c(.001, .04, .03, .005, .5, .03, NA)
record("adjust", list(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")))

d <- read.csv("data/d1_seed.csv")
ct <- d[d$group == "CT", ]
dsa <- d[d$group == "DSA", ]
put("smd/age", (mean(ct$age) - mean(dsa$age)) / sqrt((var(ct$age) + var(dsa$age)) / 2))
p_ct <- mean(ct$sex == "M")
p_dsa <- mean(dsa$sex == "M")
put("smd/sexM", (p_ct - p_dsa) / sqrt((p_ct * (1 - p_ct) + p_dsa * (1 - p_dsa)) / 2))
levels <- sort(unique(d$tumour))
shares <- function(part) as.numeric(table(factor(part$tumour, levels)))[-1] / nrow(part)
multinomial <- function(share) diag(share) - share %o% share
distance <- shares(ct) - shares(dsa)
covariance <- (multinomial(shares(ct)) + multinomial(shares(dsa))) / 2
put("smd/tumour_yang_dalton", sqrt(as.numeric(distance %*% solve(covariance) %*% distance)))

for (q in list(c(1.5, 2, .8), c(1, 1.8, .9), c(10, 15, .8))) {  # one tail, both tails, both tails by pwr
  put(sprintf("power/t_n_delta%g_sd%g_pow%g", q[1], q[2], q[3]),
      c(power.t.test(delta = q[1], sd = q[2], power = q[3], tol = 1e-12)$n,
        power.t.test(delta = q[1], sd = q[2], power = q[3], strict = TRUE, tol = 1e-12)$n,
        pwr.t.test(d = q[1] / q[2], power = q[3])$n))
}
put("power/t_power_n32_delta1_sd2", power.t.test(n = 32, delta = 1, sd = 2, strict = TRUE)$power)

# Power of two one-sided tests at 5%: the chance given the estimated SD, integrated over its chi distribution.
power_equivalence <- function(n, sd, margin, difference = 0) {
  df <- 2 * n - 2
  se <- sd * sqrt(2 / n)
  critical <- qt(.95, df)
  integrand <- function(u) {
    reach <- critical * u / sqrt(df)
    inside <- pnorm((margin - difference) / se - reach) - pnorm((-margin - difference) / se + reach)
    pmax(0, inside) * exp(log(2) + log(u) * (df - 1) - u^2 / 2 - lgamma(df / 2) - log(2) * df / 2)
  }
  integrate(integrand, 0, margin / (se * critical) * sqrt(df), rel.tol = 1e-12, subdivisions = 2000L)$value
}
for (q in list(c(32, 2, 1.5, 0), c(32, 1.5, 1.5, 0), c(64, 2, 1.5, .3), c(20, 15, 10, 0))) {
  put(sprintf("power/tost_n%g_sd%g_m%g_d%g", q[1], q[2], q[3], q[4]), power_equivalence(q[1], q[2], q[3], q[4]))
}
for (q in list(c(2, 1.5, .8), c(15, 10, .9))) {
  n <- 4
  while (power_equivalence(n, q[1], q[2]) < q[3]) n <- n + 1
  put(sprintf("power/tost_n_per_group_sd%g_m%g_pow%g", q[1], q[2], q[3]), n)
}
