# Four time points with gaps: a random intercept (for the record only) and the unstructured model.
d <- read.csv("data/d8_long.csv", na.strings = "")
d$time <- factor(d$time, c("pre", "d3", "m1", "m3"))
d$group <- factor(d$group, c("DSA", "CT"))
observed <- d[!is.na(d$vas), ]
contrasts_of <- function(means) {
  e <- as.data.frame(contrast(means, "revpairwise"))
  list(time = as.character(e$time), est = e$estimate, se = e$SE, df = e$df, p = e$p.value)
}

key <- "d8_long/lmer_ri"
fit <- lmer(vas ~ time * group + (1 | id), observed, REML = TRUE)
variances <- as.data.frame(VarCorr(fit))
record(key, list(fixef = as.list(fixef(fit)),
                 se = as.list(setNames(sqrt(diag(as.matrix(vcov(fit)))), names(fixef(fit)))),
                 var_id = variances$vcov[1], var_resid = variances$vcov[2], reml_ll = as.numeric(logLik(fit))))
for (mode in c("kenward-roger", "satterthwaite", "asymptotic")) {
  put(paste0(key, "/diff_", mode), contrasts_of(emmeans(fit, ~ group | time, lmer.df = mode)))
}
interaction <- anova(lmerTest::lmer(vas ~ time * group + (1 | id), observed), ddf = "Kenward-Roger")["time:group", ]
put(paste0(key, "/interaction_KR"), as.numeric(interaction[c("F value", "NumDF", "DenDF", "Pr(>F)")]))

key <- "d8_long/mmrm_gls"
baseline <- d[d$tidx == 1, c("id", "vas")]
names(baseline)[2] <- "base"
follow_ups <- merge(d[d$tidx > 1 & !is.na(d$vas), ], baseline, by = "id")
follow_ups$time <- droplevels(follow_ups$time)
follow_ups$ti <- follow_ups$tidx - 1
follow_ups <- follow_ups[order(follow_ups$id, follow_ups$ti), ]
follow_ups$basec <- follow_ups$base - mean(baseline$base)
fit <- gls(vas ~ time * group + time * basec, follow_ups, correlation = corSymm(form = ~ ti | id),
           weights = varIdent(form = ~ 1 | ti), method = "REML",
           control = glsControl(tolerance = 1e-12, msTol = 1e-13, maxIter = 500, msMaxIter = 500))
record(key, list(coef = as.list(coef(fit)), se = as.list(sqrt(diag(vcov(fit)))), reml_ll = as.numeric(logLik(fit)),
                 N = nrow(follow_ups), diff = contrasts_of(emmeans(fit, ~ group | time, mode = "df.error"))))
put(paste0(key, "/diff_satterthwaite"),  # simulated inside emmeans: changes in the third digit from run to run
    contrasts_of(emmeans(fit, ~ group | time, mode = "satterthwaite", data = follow_ups)))

wide <- reshape(d[, c("id", "group", "tidx", "vas")], idvar = c("id", "group"), timevar = "tidx", direction = "wide")
for (visit in 2:4) {
  ancova(paste0("d8_long/ancova_t", visit),
         data.frame(group = wide$group, pre = wide$vas.1, post = wide[[paste0("vas.", visit)]]), "post", "pre")
}
