# Follow-up by group and baseline: ordinary and HC3, adjusted means, interaction, overall F.

ancova_pair <- function(key, fit, term, margin) {
  line <- summary(fit)$coefficients[term, ]
  df <- fit$df.residual
  difference <- line[[1]]
  se <- line[[2]]
  robust <- unname(sqrt(diag(vcovHC(fit, "HC3")))[term])
  record(key, list(diff = difference, se = se, t = line[[3]], p = line[[4]], ci = as.numeric(confint(fit)[term, ]),
                   hc3_se = robust, hc3_p = 2 * pt(-abs(difference / robust), df)))
  if (is.null(margin)) return(invisible())
  not_above <- pt((difference - margin) / se, df)
  not_below <- pt((difference + margin) / se, df, lower.tail = FALSE)
  record(key, list(tost_p = max(not_below, not_above), ni_p = not_above,
                   ci90 = as.numeric(confint(fit, term, level = .9))))
}

ancova <- function(key, data, post, pre, margin = NULL, reference = "DSA") {
  data <- data[!is.na(data$group) & !is.na(data[[post]]) & !is.na(data[[pre]]), ]
  data$g <- relevel(factor(data$group), ref = reference)
  data$y <- data[[post]]
  data$b <- data[[pre]]
  fit <- lm(y ~ g + b, data)
  table <- summary(fit)$coefficients
  record(key, list(n = nrow(data), df = fit$df.residual))
  if (nrow(table) < 3 || !is.finite(table[2, 2]) || table[2, 2] < 1e-12) {
    put(paste0(key, "/error"), "degenerate: baseline constant or zero residual variance")
    return(invisible())
  }
  for (term in setdiff(rownames(table), c("(Intercept)", "b"))) {
    ancova_pair(paste0(key, "/", substring(term, 2), "_vs_", reference), fit, term, margin)
  }
  means <- as.data.frame(emmeans(fit, "g"))
  interaction <- anova(fit, lm(y ~ g * b, data))
  record(key, list(baseline_slope = table["b", 1], baseline_p = table["b", 4], resid_sd = sigma(fit),
                   adj_means = setNames(as.list(means$emmean), as.character(means$g)),
                   adj_means_se = setNames(as.list(means$SE), as.character(means$g)),
                   interaction_F = interaction$F[2], interaction_p = interaction$`Pr(>F)`[2],
                   group_F_type2_p = drop1(fit, test = "F")["g", "Pr(>F)"]))
}
