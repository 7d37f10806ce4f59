# Three unbalanced groups: overall tests, pairs, and responders.
d <- read.csv("data/d6_three.csv")
d$change <- round(d$vas_post - d$vas_pre, 6)
d$g <- factor(d$group)
key <- "d6_three/change"
for (group in levels(d$g)) describe(paste0(key, "/", group), d$change[d$g == group])

table_of_variance <- summary(aov(change ~ g, d))[[1]]
record(paste0(key, "/anova"), list(F = table_of_variance[1, 4], df = table_of_variance[, 1], p = table_of_variance[1, 5]))
welch <- oneway.test(change ~ g, d)
record(paste0(key, "/welch_anova"), list(F = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value))
kruskal <- kruskal.test(change ~ g, d)
record(paste0(key, "/kruskal"), list(H = unname(kruskal$statistic), p = kruskal$p.value))
levene <- leveneTest(change ~ g, d, center = median)
record(paste0(key, "/brown_forsythe"), list(F = levene[1, 2], p = levene[1, 3]))

p_welch <- p_rank <- p_games_howell <- c()
for (pair in combn(levels(d$g), 2, simplify = FALSE)) {
  x <- d$change[d$g == pair[1]]
  y <- d$change[d$g == pair[2]]
  name <- paste(pair, collapse = "-")
  test <- t.test(x, y)
  record_t(paste0(key, "/pair/", name, "/welch"), test)
  p_welch[name] <- test$p.value
  p_rank[name] <- suppressWarnings(wilcox.test(x, y, exact = FALSE)$p.value)
  p_games_howell[name] <- ptukey(abs(unname(test$statistic)) * sqrt(2), 3, unname(test$parameter), lower.tail = FALSE)
}
record(key, list(pair_welch_p_raw = as.list(p_welch), pair_welch_p_holm = as.list(p.adjust(p_welch, "holm")),
                 pair_mw_p_raw = as.list(p_rank), pair_mw_p_holm = as.list(p.adjust(p_rank, "holm")),
                 games_howell_p = as.list(p_games_howell)))

tukey <- TukeyHSD(aov(change ~ g, d))$g
put(paste0(key, "/tukey"), list(names = rownames(tukey), diff = tukey[, 1], lwr = tukey[, 2], upr = tukey[, 3],
                                p = tukey[, 4]))
pooled <- pairwise.t.test(d$change, d$g, p.adjust.method = "holm")$p.value
put(paste0(key, "/pair_pooled_t_holm"), list(DSA_CT = pooled["DSA", "CT"], Fluoro_CT = pooled["Fluoro", "CT"],
                                             Fluoro_DSA = pooled["Fluoro", "DSA"]))

ancova("d6_three/ancova", d, "vas_post", "vas_pre")
put("d6_three/resp_fisher3_p", fisher.test(table(d$g, d$resp))$p.value)
responders <- suppressWarnings(chisq.test(table(d$g, d$resp)))
put("d6_three/resp_chisq3", c(unname(responders$statistic), responders$p.value))
