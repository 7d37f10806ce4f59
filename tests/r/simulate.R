# The data that the oracle reads: simulated with fixed seeds, no patient.
save_csv <- function(data, file, ...) {
  write.csv(data, paste0("data/", file, ".csv"), row.names = FALSE, quote = FALSE, ...)
}
halves <- function(n) rep(c("DSA", "CT"), each = n)

simulate_seed <- function() {  # shaped like the study Trocar grew from: 32 + 32, VAS in tenths, ODI in steps of 2
  set.seed(20170501)
  n <- 64
  pre <- round(between(rnorm(n, 7.2, 1.1), 3, 10), 1)
  post <- round(between(.35 * pre + rnorm(n, 0.2, .9), 0, 10), 1)
  odi_pre <- 2 * round(between(rnorm(n, 62, 10), 30, 96) / 2)
  odi_post <- 2 * round(between(.45 * odi_pre + rnorm(n, 2, 7), 0, 96) / 2)
  leak <- integer(n)
  leak[c(3, 17, 40)] <- 1
  save_csv(data.frame(
    id = 1:n, group = halves(32), age = round(rnorm(n, 58, 9)), sex = sample(c("F", "M"), n, TRUE),
    tumour = sample(c("lung", "breast", "liver", "other"), n, TRUE, c(.4, .25, .2, .15)), vas_pre = pre,
    vas_post = post, odi_pre = odi_pre, odi_post = odi_post, success = 1, leak = leak
  ), "d1_seed")
}

simulate_tiny <- function() {  # 3 + 3
  save_csv(data.frame(id = 1:6, group = halves(3), vas_pre = c(7.1, 8.0, 6.4, 7.7, 6.9, 8.3),
                      vas_post = c(3.0, 2.6, 3.3, 2.1, 3.2, 2.2)), "d2_tiny")
}

simulate_ties <- function() {  # whole numbers: every change tied
  set.seed(3)
  n <- 40
  pre <- sample(6:8, n, TRUE)
  save_csv(data.frame(id = 1:n, group = halves(20), vas_pre = pre, vas_post = pre - sample(3:5, n, TRUE)), "d3_ties")
}

simulate_zeros <- function() {  # many patients unchanged
  set.seed(4)
  n <- 30
  pre <- sample(2:9, n, TRUE)
  save_csv(data.frame(id = 1:n, group = rep(c("DSA", "CT"), c(16, 14)), vas_pre = pre,
                      vas_post = between(pre - sample(c(0, 0, 0, 1, 2, -1), n, TRUE), 0, 10)), "d4_zero")
}

simulate_missing <- function() {  # gaps before, after, and in the group
  set.seed(5)
  n <- 44
  pre <- round(between(rnorm(n, 7, 1.2), 2, 10), 1)
  post <- round(between(.4 * pre + rnorm(n, 0, 1), 0, 10), 1)
  post[c(2, 9, 30, 41)] <- NA
  pre[c(5, 33)] <- NA
  group <- rep(c("DSA", "CT"), c(24, 20))
  group[12] <- NA
  save_csv(data.frame(id = 1:n, group = group, vas_pre = pre, vas_post = post), "d5_missing", na = "")
}

simulate_three <- function() {  # three groups, unequal in size and spread
  set.seed(6)
  size <- c(CT = 25, DSA = 9, Fluoro = 14)
  group <- rep(names(size), size)
  sd <- c(CT = .8, DSA = 1.9, Fluoro = 1.2)[group]
  change <- c(CT = -4.4, DSA = -3.1, Fluoro = -4.0)[group]
  pre <- round(rnorm(48, 7.2, 1), 1)
  save_csv(data.frame(id = 1:48, group = group, vas_pre = pre,
                      vas_post = round(between(pre + rnorm(48, change, sd), 0, 10), 1),
                      resp = rbinom(48, 1, c(CT = .85, DSA = .5, Fluoro = .7)[group])), "d6_three")
}

simulate_constant <- function() {  # nothing varies within a group
  save_csv(data.frame(id = 1:12, group = halves(6), vas_pre = rep(8, 12), vas_post = rep(c(3, 2), each = 6)), "d7_constant")
}

simulate_long <- function() {  # four time points, dropout that depends on what was seen
  set.seed(8)
  n <- 48
  group <- halves(24)
  patient <- rnorm(n, 0, .9)
  mean <- rbind(DSA = c(7.3, 4.2, 3.1, 2.9), CT = c(7.2, 3.6, 2.7, 2.6))
  sd <- c(.6, 1.0, 1.1, 1.4)
  d <- NULL
  for (k in 1:4) {
    d <- rbind(d, data.frame(id = 1:n, group = group, time = c("pre", "d3", "m1", "m3")[k], tidx = k,
                             vas = round(between(mean[group, k] + patient + rnorm(n, 0, sd[k]), 0, 10), 1)))
  }
  early <- d$vas[d$tidx == 2]
  d$vas[d$tidx == 4 & rep(early > quantile(early, .85), 4)] <- NA
  d$vas[d$tidx == 3 & d$id %in% c(7, 31)] <- NA
  save_csv(d[order(d$id, d$tidx), ], "d8_long", na = "")
}

simulate_no_ties <- function() {  # 0-100 mm with three decimals
  set.seed(9)
  n <- 24
  pre <- round(rnorm(n, 70, 9), 3)
  save_csv(data.frame(id = 1:n, group = halves(12), vas_pre = pre, vas_post = round(.4 * pre + rnorm(n, 3, 8), 3)),
           "d9_noties")
}

simulate_lesions <- function() {  # one to four lesions per patient; some patients leak more than others
  set.seed(10)
  n <- 60
  group <- rep(c("CT", "DSA"), each = 30)
  lesions <- sample(1:4, n, TRUE, c(.4, .3, .2, .1))
  risk <- rbeta(n, 1, ifelse(group == "CT", 4, 2))
  save_csv(data.frame(id = 1:n, group = group, lesions = lesions, leaks = rbinom(n, lesions, risk)), "d10_lesions")
}

simulate_centres <- function() {
  set.seed(11)
  n_ct <- c(12, 30, 8, 45, 20)
  n_dsa <- c(15, 22, 11, 40, 6)
  save_csv(data.frame(centre = LETTERS[1:5], events_ct = rbinom(5, n_ct, c(.1, .2, .05, .15, .3)), n_ct = n_ct,
                      events_dsa = rbinom(5, n_dsa, c(.3, .25, .2, .2, .5)), n_dsa = n_dsa), "d11_centres")
}

simulate <- function() {
  simulate_seed()
  simulate_tiny()
  simulate_ties()
  simulate_zeros()
  simulate_missing()
  simulate_three()
  simulate_constant()
  simulate_long()
  simulate_no_ties()
  simulate_lesions()
  simulate_centres()
}
