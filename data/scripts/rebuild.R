# Written by Trocar. It reads your own file again, rebuilds the numbers and compares each with what Trocar printed.
# It needs R 4 alone for csv; for xlsx the package readxl, else save the sheet as csv (UTF-8) with its rows as they are.
# Run it with the name of your file: Rscript rebuild.R FILE
# Not rebuilt here is what a page works out only when asked: P values of the table of patients, comparisons with other
# covariates; and what NOT_REBUILT names, as it does not follow from the cells by a simple rule.
# Nothing of the patients is in this script but the numbers of the rows that were analysed.

# ---- what was decided (filled in by Trocar) ----
# ---- end of what was decided ----

USUAL_CODES <- c(-7, -8, -9, -77, -88, -99, -777, -888, -999, -9999, 77, 88, 99, 777, 888, 999, 7777, 8888, 9999)

# A cell as text: full-width digits folded, blanks single, whole numbers without a point.
plain <- function(text) {
  text <- chartr("\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff05\uff0b\u3000",
    "0123456789.%+ ", text)
  text <- gsub("\uff0d", "-", text, fixed = TRUE)
  text <- trimws(gsub("[[:space:]]+", " ", text))
  ifelse(grepl("^-?[0-9]+\\.0+$", text), sub("\\.0+$", "", text), text)
}

# The number that a cell holds and its own maximum (NA where it names none); NA where it holds no single number.
raw_number <- function(text) {
  text <- sub("^['\u2019`]+", "", plain(text))
  take <- function(form, of) {
    if (!grepl(form, text, perl = TRUE, ignore.case = TRUE)) return(NULL)
    c(as.numeric(sub(",", ".", sub(form, "\\1", text, perl = TRUE, ignore.case = TRUE))), of)
  }
  value <- "([-+]?[0-9]+(?:[.,][0-9]+)?)"
  marks <- c("", "-", "--", "\u2014", "/", "\u4e00", "\u00d7", "#", ".", "?", "*")
  if (is.na(text) || text %in% marks) return(c(NA, NA))
  is_number <- grepl("^[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?$", text, ignore.case = TRUE)
  if (is_number) return(c(as.numeric(text), NA))
  found <- take("^([-+]?[0-9]{1,3},[0-9]{1,2})$", NA)
  points <- "\\s*(?:\u5206|\u70b9|points?|pts?|score|/10\u5206|cm|\u5398\u7c73)$"
  if (is.null(found)) found <- take(paste0("^", value, points), NA)
  if (is.null(found)) found <- take(paste0("^", value, "\\s*%$"), 100)
  if (is.null(found)) found <- take(paste0("^", value, "\\s*(?:mm|\u6beb\u7c73)$"), 100)
  for (of in c(10, 45, 50, 100)) {
    if (is.null(found)) found <- take(paste0("^([0-9]+(?:[.,][0-9]+)?)\\s*(?:/|of|out of)\\s*", of, "\\s*\u5206?$"), of)
  }
  if (is.null(found)) c(NA, NA) else found
}

# A cell as a score in the reported unit; NA where there is none, where it is a code, or outside the scale.
score <- function(text, scale, no_scores) {
  found <- raw_number(text)
  number <- found[1]
  if (is.na(number)) return(NA)
  if (!is.na(found[2])) {
    if (scale$low == 0) number <- number / found[2] * (scale$high - scale$low)
  } else {
    is_inside <- number * scale$factor >= scale$low - 1e-6 && number * scale$factor <= scale$high + 1e-6
    if (number %in% no_scores || (number %in% USUAL_CODES && !is_inside)) return(NA)
    number <- number * scale$factor
  }
  if (number < scale$low - 1e-6 || number > scale$high + 1e-6) return(NA)
  min(max(round(number, 10), scale$low), scale$high)
}

# Cells as numbers that describe patients, perhaps with their unit behind them; NA outside the limits.
measure <- function(text, low, high, units) {
  number <- "([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?|\\.[0-9]+))"
  form <- paste0("^", number, "\\s*([^\\s0-9].*)?$")
  text <- sub("^['\u2019`]+", "", plain(text))
  is_plain <- grepl("^[-+]?[0-9]*\\.?[0-9]+(e[-+]?[0-9]+)?$", text, ignore.case = TRUE)
  is_measure <- !is_plain & grepl(form, text, perl = TRUE)
  is_measure[is_measure] <- tolower(sub(form, "\\2", text[is_measure], perl = TRUE)) %in% units
  found <- rep(NA_real_, length(text))
  found[is_plain] <- as.numeric(text[is_plain])
  digits <- gsub(",(?=[0-9]{3}(?:[^0-9]|$))", "", sub(form, "\\1", text[is_measure], perl = TRUE), perl = TRUE)
  found[is_measure] <- as.numeric(sub(",", ".", digits))
  ifelse(!is.na(found) & found >= low & found <= high, found, NA)
}

# Texts as kinds of patients, NA where they say nothing; `names` holds those that are no kind by themselves.
kind <- function(text, names, is_named_so) {
  place <- match(text, names(names))
  own <- if (is_named_so) ifelse(text == "", NA, text) else rep(NA_character_, length(text))
  ifelse(is.na(place), own, unname(names)[place])
}

# The quarters of dates ("2014 Q1"), NA for everything else.
quarter <- function(text) {
  day <- day_of(text)
  date <- as.Date(ifelse(!is.na(day) & day >= 366, floor(day), NA) - 25569, origin = "1970-01-01")
  ifelse(is.na(date), NA, paste0(format(date, "%Y"), " Q", (as.integer(format(date, "%m")) + 2) %/% 3))
}

# All cells of a sheet as text, rows and columns as in Excel.
cells <- function(file, place) {
  if (ENCODING == "") {
    if (!requireNamespace("readxl", quietly = TRUE)) {
      stop("For xlsx install the package readxl, or save the sheet as csv.")
    }
    sheets <- readxl::excel_sheets(file)
    if (!(place$sheet %in% if (is.numeric(place$sheet)) seq_along(sheets) else sheets)) {
      stop(file, " has no sheet ", place$sheet, ": it is not the registry that this script was made of.", call. = FALSE)
    }
    last <- max(unlist(place$rows))
    width <- max(METHOD_COLUMN, SITE_COLUMN, VISIT_COLUMN, PROCEDURE_COLUMN, PATIENT_COLUMNS, DEATH_DATE_COLUMN,
      OPERATION_COLUMN, unlist(lapply(SCORES, `[[`, 3)), unlist(QUARTERS),
      unlist(lapply(c(EVENTS, KINDS_OF_EVENTS, MEASURES, KINDS, DEATH_COLUMNS), `[[`, "column")))
    limits <- readxl::cell_limits(c(1, 1), c(last, width), sheet = place$sheet)
    return(as.matrix(readxl::read_excel(file, range = limits, col_names = FALSE, col_types = "text",
      .name_repair = "minimal")))
  }
  opened <- file(file, encoding = ENCODING)
  lines <- enc2utf8(readLines(opened, warn = FALSE))
  close(opened)
  lines[1] <- sub("^\ufeff", "", lines[1])
  widths <- count.fields(textConnection(lines), COLUMN_SEPARATOR, quote = "\"", blank.lines.skip = FALSE,
    comment.char = "")
  found <- as.matrix(read.csv(text = lines, header = FALSE, sep = COLUMN_SEPARATOR, colClasses = "character",
    na.strings = "", blank.lines.skip = FALSE, col.names = seq_len(max(widths, na.rm = TRUE)), fill = TRUE))
  is_filled <- !is.na(found) & trimws(found) != ""
  widths <- widths[!is.na(widths)][rowSums(is_filled) > 0]
  usual <- as.integer(names(which.max(table(factor(widths, unique(widths))))))
  if (usual > 1 && 2 * sum(widths == usual) >= length(widths) && ncol(found) > usual) {
    is_too_wide <- rowSums(is_filled[, -seq_len(usual), drop = FALSE]) > 0
    found[is_too_wide, -1] <- NA # which of the fields is one too many cannot be known
  }
  found
}

described <- function(values) {
  quarter <- quantile(values, c(0.25, 0.5, 0.75), names = FALSE)
  c(mean = mean(values), sd = sd(values), median = quarter[2], q1 = quarter[1], q3 = quarter[3])
}

within_method <- function(before, after, scale) {
  change <- round(after - before, 9)
  ranked <- round(after - before, 6) # 6.4 - 3.3 ties with 3.1
  n <- length(change)
  found <- c(n = n)
  if (n == 0) return(found)
  for (one in list(list("baseline", before), list("follow_up", after), list("change", change))) {
    values <- described(one[[2]])
    found <- c(found, setNames(values, paste(one[[1]], names(values), sep = "_")))
  }
  at <- function(values, bound) mean(abs(values - bound) < 1e-9)
  found <- c(found, baseline_at_lowest = at(before, scale$low), baseline_at_highest = at(before, scale$high),
    follow_up_at_lowest = at(after, scale$low), follow_up_at_highest = at(after, scale$high), typical_change(ranked))
  if (n > 1 && sd(change) > 1e-12) {
    test <- t.test(after, before, paired = TRUE)
    t <- unname(test$statistic)
    size <- standardised(t, n - 1, 1 / sqrt(n))
    found <- c(found, paired_t = t, paired_df = n - 1, paired_p = test$p.value, change_low = test$conf.int[1],
      change_high = test$conf.int[2], d_z = size[["difference"]], d_z_low = size[["low"]], d_z_high = size[["high"]])
    average <- sqrt((var(before) + var(after)) / 2)
    if (average > 0) found <- c(found, d_av = mean(ranked) / average)
  }
  moved <- ranked[ranked != 0]
  if (length(moved)) {
    test <- suppressWarnings(wilcox.test(ranked))
    found <- c(found, signed_rank_v = unname(test$statistic), signed_rank_p = test$p.value)
    if (n >= 5 && n < 10) found <- c(found, signed_rank_exact_p = by_all_signs(rank(abs(moved)), test$statistic))
  }
  found
}

# The share of all ways to give the ranks a sign whose sum is as far from the middle as the sum of the positive.
by_all_signs <- function(ranks, positive) {
  sums <- rowSums(expand.grid(lapply(ranks, function(rank) c(0, rank))))
  mean(abs(sums - sum(ranks) / 2) >= abs(positive - sum(ranks) / 2) - 1e-9)
}

# Hodges and Lehmann's median of the means of all pairs of changes; its limits are such means themselves.
typical_change <- function(change) {
  values <- sort(unique(change))
  counts <- as.numeric(table(change))
  pairs <- which(upper.tri(diag(length(values)), diag = TRUE), arr.ind = TRUE)
  i <- pairs[, 1]
  j <- pairs[, 2]
  means <- (values[i] + values[j]) / 2
  up_to <- cumsum(ifelse(i == j, counts[i] * (counts[i] + 1) / 2, counts[i] * counts[j])[order(means)])
  means <- sort(means)
  n <- as.numeric(length(change))
  total <- n * (n + 1) / 2
  at <- function(rank) means[which(up_to >= rank)[1]]
  found <- c(hodges_lehmann = (at((total + 1) %/% 2) + at(total %/% 2 + 1)) / 2)
  if (length(values) == 1) return(found)
  if (n < 50 && !anyDuplicated(abs(change)) && all(change != 0)) {
    rank <- max(qsignrank(0.025, n), 1)
  } else {
    spread <- sqrt(max(n * (n + 1) * (2 * n + 1) / 24 - sum(counts^3 - counts) / 48, 0))
    rank <- min(max(ceiling(total / 2 - 0.5 - qnorm(0.975) * spread), 1), (total + 1) %/% 2)
  }
  c(found, hodges_lehmann_low = at(rank), hodges_lehmann_high = at(total + 1 - rank))
}

# A difference with its limits and P value by the t distribution.
estimated <- function(difference, error, df, level = 0.95) {
  reach <- qt(0.5 + level / 2, df) * error
  c(difference = difference, low = difference - reach, high = difference + reach, level = level, standard_error = error,
    statistic = difference / error, df = df, p_value = 2 * pt(-abs(difference / error), df))
}

# Without those who are alone with their method or with a kind of a covariate: they say nothing of the methods.
of_company <- function(known, columns) {
  repeat {
    alone <- rep(FALSE, length(known))
    for (column in columns) alone[known] <- alone[known] | as.vector(table(column[known])[column[known]]) == 1
    if (!any(alone)) return(known)
    known <- known & !alone
  }
}

# The model of follow-up on method, baseline and covariates, with ordinary and HC3 covariances; NULL where it has none.
ancova <- function(before, after, method, covariates) {
  known <- !is.na(before) & !is.na(after) & !is.na(method)
  for (values in covariates) known <- known & !is.na(values)
  known <- of_company(known, c(list(method), Filter(is.character, covariates)))
  if (length(unique(method[known])) < 2) return(NULL)
  data <- data.frame(after = after, method = factor(method, unique(method[known])), before = before)
  for (i in seq_along(covariates)) {
    data[[paste0("covariate", i)]] <- if (is.character(covariates[[i]])) factor(covariates[[i]]) else covariates[[i]]
  }
  data <- droplevels(data[known, ])
  is_constant <- sapply(data, function(values) length(unique(values)) == 1)
  fit <- lm(after ~ 0 + ., data[names(data) == "after" | !is_constant | !sapply(data, is.factor)])
  if (anyNA(coef(fit)) || df.residual(fit) < 1) return(NULL)
  covariances <- list(ancova = vcov(fit))
  if (max(hatvalues(fit)) < 1 - 1e-9) {
    design <- model.matrix(fit)
    inverse <- chol2inv(qr.R(qr(design)))
    covariances$ancova_hc3 <- inverse %*% crossprod(design * (resid(fit) / (1 - hatvalues(fit)))) %*% inverse
  }
  list(fit = fit, data = data, n = table(data$method), methods = levels(data$method), covariances = covariances)
}

# The difference of two methods in the model; NULL where it does not exist.
adjusted <- function(model, analysis, a, b, level) {
  if (is.null(model) || !all(c(a, b) %in% model$methods) || is.null(model$covariances[[analysis]])) return(NULL)
  contrast <- (model$methods == a) - (model$methods == b)
  contrast <- c(contrast, rep(0, length(coef(model$fit)) - length(contrast)))
  error <- sqrt(drop(t(contrast) %*% model$covariances[[analysis]] %*% contrast))
  if (error < 1e-12) NULL else estimated(sum(contrast * coef(model$fit)), error, df.residual(model$fit), level)
}

# The mean of each method in the model at the mean of the baseline and of the covariates, with HC3's limits.
adjusted_means <- function(model) {
  if (is.null(model$covariances$ancova_hc3)) return(list())
  design <- model.matrix(model$fit)
  sapply(seq_along(model$methods), simplify = FALSE, function(i) {
    at <- colMeans(design)
    at[seq_along(model$methods)] <- seq_along(model$methods) == i
    error <- sqrt(drop(t(at) %*% model$covariances$ancova_hc3 %*% at))
    if (error < 1e-12) return(NULL)
    follow_up <- sum(at * coef(model$fit))
    change <- estimated(follow_up - mean(model$data$before), error, df.residual(model$fit))
    c(follow_up = follow_up, change = change[["difference"]], change[c("low", "high")])
  })
}

# Two one-sided t tests of a difference against the margin on both sides at 2.5% a side, and its 90% interval.
equivalence <- function(result, margin) {
  narrow <- estimated(result[["difference"]], result[["standard_error"]], result[["df"]], 0.90)
  c(p_lower = pt((result[["difference"]] + margin) / result[["standard_error"]], result[["df"]], lower.tail = FALSE),
    p_upper = pt((result[["difference"]] - margin) / result[["standard_error"]], result[["df"]]),
    result[c("low", "high")], low90 = narrow[["low"]], high90 = narrow[["high"]])
}

two_means <- function(a, b, equal, level) {
  if (sd(a) < 1e-12 && sd(b) < 1e-12) return(NULL)
  test <- t.test(a, b, var.equal = equal)
  estimated(mean(a) - mean(b), test$stderr, unname(test$parameter), level)
}

# Hodges and Lehmann's difference; its limits are differences themselves.
shift <- function(a, b, level) {
  of_a <- table(a)
  of_b <- table(b)
  differences <- as.vector(outer(sort(unique(a)), sort(unique(b)), "-"))
  up_to <- cumsum(as.vector(outer(as.numeric(of_a), as.numeric(of_b)))[order(differences)])
  differences <- sort(differences)
  total <- as.numeric(length(a)) * length(b)
  n <- as.numeric(length(a)) + length(b)
  at <- function(rank) differences[which(up_to >= rank)[1]]
  found <- c(difference = (at((total + 1) %/% 2) + at(total %/% 2 + 1)) / 2)
  reached <- level
  tail <- (1 - level) / 2
  if (length(unique(a)) == 1 && length(unique(b)) == 1) return(found)
  if (max(length(a), length(b)) < 50 && !anyDuplicated(c(a, b))) {
    rank <- max(qwilcox(tail, length(a), length(b)), 1)
    outside <- 2 * pwilcox(rank - 1, length(a), length(b))
    if (outside > 3 * tail) reached <- 1 - outside
  } else {
    ties <- sum(sapply(list(of_a, of_b), function(one) sum(as.numeric(one)^3 - as.numeric(one))))
    spread <- sqrt(total / 12 * (n + 1 - ties / (n * (n - 1))))
    rank <- ceiling(total / 2 - 0.5 + qnorm(tail) * spread)
    if (rank < 1) reached <- 1 - 2 * pnorm(-(total / 2 - 0.5) / spread)
    rank <- min(max(rank, 1), (total + 1) %/% 2)
  }
  c(found, low = at(rank), high = at(total + 1 - rank), level = reached)
}

# P of the Mann-Whitney test by all ways to draw as many ranks as a has; with ties they are halves.
exact_with_ties <- function(a, b) {
  ranks <- 2 * rank(round(c(a, b), 6))
  ways <- matrix(0, length(a) + 1, sum(ranks) + 1)
  ways[1, 1] <- 1
  for (one in sort(ranks)) {
    to <- (one + 1):ncol(ways)
    ways[-1, to] <- ways[-1, to] + ways[-nrow(ways), to - one]
  }
  shares <- ways[nrow(ways), ] / sum(ways[nrow(ways), ])
  middle <- length(a) * mean(ranks)
  min(1, sum(shares[abs(seq_along(shares) - 1 - middle) >= abs(sum(ranks[seq_along(a)]) - middle) - 1e-9]))
}

# The difference in pooled standard deviations with Hedges's correction.
hedges_g <- function(a, b, level) {
  df <- length(a) + length(b) - 2
  unit <- sqrt(1 / length(a) + 1 / length(b))
  error <- unit * sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / df)
  if (error < 1e-12 || df < 2) return(NULL)
  factor <- unit * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  standardised((mean(a) - mean(b)) / error, df, factor, level)
}

# Gauss and Legendre's 300 nodes and weights.
LEGENDRE <- local({
  k <- 1:299
  turned <- matrix(0, 300, 300)
  turned[cbind(k, k + 1)] <- turned[cbind(k + 1, k)] <- k / sqrt(4 * k^2 - 1)
  found <- eigen(turned, symmetric = TRUE)
  list(nodes = found$values, weights = 2 * found$vectors[1, ]^2)
})

# A t statistic in standard deviations, each of them `factor`; limits by the noncentral t distribution, as a mean of
# normal distributions over u, the root of chi-squared over df: pt is not exact where the centre lies above 37.
standardised <- function(t, df, factor, level = 0.95) {
  reach <- 10 * sqrt(1 + t^2 / (2 * df))
  half <- min(1, 12 / sqrt(2 * df))
  u <- (1 - half) + (half + 12 / sqrt(2 * df)) * (LEGENDRE$nodes + 1) / 2
  density <- LEGENDRE$weights * exp((df - 1) * log(u) - df * (u^2 - 1) / 2)
  density <- density / sum(density)
  limit <- function(share) uniroot(function(centre) sum(density * pnorm(abs(t) * u - centre)) - share,
    abs(t) + c(-reach, reach), tol = 1e-13)$root
  limits <- c(limit(0.5 + level / 2), limit(0.5 - level / 2))
  if (t < 0) limits <- -rev(limits)
  c(difference = t * factor, low = limits[1] * factor, high = limits[2] * factor, level = level)
}

# Share of pairs with a above b minus share with a below b; limits as by Feng and Cliff (2004).
cliffs_delta <- function(a, b, level) {
  m <- as.numeric(length(a))
  n <- as.numeric(length(b))
  of_a <- as.numeric(table(a))
  of_b <- as.numeric(table(b))
  sign <- sign(round(outer(sort(unique(a)), sort(unique(b)), "-"), 9))
  delta <- sum(outer(of_a, of_b) * sign) / (m * n)
  rest <- sum(outer(of_a, of_b) * abs(sign)) - m * n * delta^2
  by_a <- sum(of_a * (drop(sign %*% of_b) / n - delta)^2)
  by_b <- sum(of_b * (drop(of_a %*% sign) / m - delta)^2)
  variance <- (m^2 * by_a + n^2 * by_b - rest) /
    (m * n * (m - 1) * (n - 1))
  variance <- max(variance, (1 - delta^2) / (m * n - 1))
  if (variance <= 0) return(c(difference = delta, standard_error = 0))
  z <- qnorm(0.5 + level / 2)
  half <- z * sqrt(variance * ((1 - delta^2)^2 + z^2 * variance))
  divisor <- 1 - delta^2 + z^2 * variance
  c(difference = delta, standard_error = sqrt(variance), low = (delta - delta^3 - half) / divisor,
    high = (delta - delta^3 + half) / divisor, level = level)
}

between_methods <- function(groups, model, a, b, level = 0.95) {
  one <- groups[[a]]
  other <- groups[[b]]
  change_a <- round(one$after - one$before, 9)
  change_b <- round(other$after - other$before, 9)
  ranked_a <- round(change_a, 6)
  ranked_b <- round(change_b, 6)
  test <- suppressWarnings(wilcox.test(ranked_a, ranked_b))
  found <- list(
    ancova_hc3 = adjusted(model, "ancova_hc3", a, b, level), ancova = adjusted(model, "ancova", a, b, level),
    welch_change = two_means(change_a, change_b, FALSE, level),
    student_change = two_means(change_a, change_b, TRUE, level),
    welch_follow_up = two_means(one$after, other$after, FALSE, level),
    mann_whitney_change = c(statistic = unname(test$statistic), p_value = test$p.value,
      shift(ranked_a, ranked_b, level)),
    hedges_g = hedges_g(change_a, change_b, level), cliffs_delta = cliffs_delta(ranked_a, ranked_b, level)
  )
  n <- sapply(groups, function(one) length(one$before))
  sizes <- lapply(names(found), function(analysis) if (grepl("^ancova", analysis) && !is.null(model)) model$n else n)
  Map(function(values, n) c(values, n_experimental = as.vector(n[a]), n_control = as.vector(n[b])), found, sizes)
}

wilson <- function(x, n, level = 0.95) {
  z <- qnorm(0.5 + level / 2)
  middle <- (x + z^2 / 2) / (n + z^2)
  reach <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  c(max(0, middle - reach), min(1, middle + reach))
}

# Newcombe's limits of the risk difference.
newcombe <- function(x1, n1, x2, n2, level = 0.95) {
  one <- wilson(x1, n1, level)
  other <- wilson(x2, n2, level)
  difference <- x1 / n1 - x2 / n2
  difference + c(-1, 1) * sqrt(c((x1 / n1 - one[1])^2 + (other[2] - x2 / n2)^2,
    (one[2] - x1 / n1)^2 + (x2 / n2 - other[1])^2))
}

rate_difference <- function(x1, n1, x2, n2) {
  limits <- newcombe(x1, n1, x2, n2)
  c(difference = x1 / n1 - x2 / n2, newcombe_low = limits[1], newcombe_high = limits[2],
    fisher_p = fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value)
}

# Clopper and Pearson's 95% limits of x of n, and those that are shown: exact where it is none or all, else Wilson's.
exact <- function(x, n) as.numeric(binom.test(x, n)$conf.int)
share <- function(x, n) if (x %in% c(0, n)) exact(x, n) else wilson(x, n)

# Miettinen and Nurminen's limits of the risk difference: where its score statistic leaves the chi-squared distribution.
score_limits <- function(x1, n1, x2, n2) {
  n <- n1 + n2
  difference <- x1 / n1 - x2 / n2
  excess <- function(assumed) {
    # The likeliest shares that differ by `assumed`: the root of a cubic.
    a <- (n1 + 2 * n2) * assumed - n - x1 - x2
    b <- (n2 * assumed - n - 2 * x2) * assumed + x1 + x2
    q <- (a / (3 * n))^3 - a * b / (6 * n^2) + x2 * assumed * (1 - assumed) / (2 * n)
    p <- (if (q < 0) -1 else 1) * sqrt(max(0, (a / (3 * n))^2 - b / (3 * n)))
    turn <- if (p == 0) pi / 3 else (pi + acos(min(1, max(-1, q / p^3)))) / 3
    second <- min(1, max(0, 2 * p * cos(turn) - a / (3 * n)))
    first <- min(1, max(0, second + assumed))
    variance <- (first * (1 - first) / n1 + second * (1 - second) / n2) * n / (n - 1)
    away <- (difference - assumed)^2
    min(1e6, if (variance > 0) away / variance else if (away < 1e-24) 0 else Inf) - qchisq(0.95, 1)
  }
  edge <- 1 - 1e-10
  limit <- function(from, to) uniroot(excess, c(from, to), tol = 1e-14)$root
  c(miettinen_nurminen_low = if (difference <= -1 || excess(-edge) < 0) -1 else limit(-edge, difference),
    miettinen_nurminen_high = if (difference >= 1 || excess(edge) < 0) 1 else limit(difference, edge))
}

# Risk ratio with Katz's limits, conditional odds ratio with exact ones; nothing with a cell of 0.
ratios <- function(x1, n1, x2, n2) {
  if (min(x1, n1 - x1, x2, n2 - x2) == 0) return(NULL)
  ratio <- x1 / n1 / (x2 / n2)
  factor <- exp(qnorm(0.975) * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
  support <- max(0, x1 + x2 - n2):min(n1, x1 + x2)
  logs <- dhyper(support, n1, n2, x1 + x2, log = TRUE)
  at <- function(log_odds) {
    shares <- exp(logs + log_odds * support - max(logs + log_odds * support))
    shares / sum(shares)
  }
  odds <- function(excess) exp(uniroot(excess, c(-40, 40), tol = 1e-14)$root)
  c(risk_ratio = ratio, risk_ratio_low = ratio / factor, risk_ratio_high = ratio * factor,
    odds_ratio = odds(function(t) sum(at(t) * support) - x1),
    odds_ratio_low = if (x1 == min(support)) 0 else odds(function(t) sum(at(t)[support >= x1]) - 0.025),
    odds_ratio_high = if (x1 == max(support)) Inf else odds(function(t) sum(at(t)[support <= x1]) - 0.025))
}

# P of the chi-squared test, plain and with Yates's correction; nothing where nobody or everybody has the event.
chi_squared <- function(x1, n1, x2, n2) {
  if ((x1 + x2) %in% c(0, n1 + n2)) return(NULL)
  test <- function(correct) suppressWarnings(chisq.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2), correct = correct))
  c(chi2_p = test(FALSE)$p.value, chi2_yates_p = test(TRUE)$p.value)
}

# One line of the table of patients: each method described, and how far the methods of a pair lie apart.
described_by <- function(values, method, methods, n_kinds, put) {
  kinds <- if (is.character(values)) in_order(values)
  of_method <- lapply(setNames(methods, methods), function(name) {
    here <- values[which(method == name)]
    known <- here[!is.na(here)]
    counts <- c(n = length(known), missing = sum(is.na(here)))
    if (is.null(kinds)) {
      put("baseline", name, c(counts, if (length(known)) described(known)))
      return(known)
    }
    found <- tabulate(match(enc2utf8(known), kinds), length(kinds))
    for (i in seq_along(kinds)) for (level in c(kinds[i], paste("kind", i))) { # rare ones are EXPECTED by their place
      put("baseline", c(name, level), c(counts, count = found[i], share = found[i] / length(known)))
    }
    found
  })
  for (pair in PAIRS) {
    one <- of_method[[pair[1]]]
    other <- of_method[[pair[2]]]
    n <- if (is.null(kinds)) c(length(one), length(other)) else c(sum(one), sum(other))
    if (min(n) == 0) next
    if (is.null(kinds) && min(n) > 1) {
      welch <- two_means(one, other, FALSE, 0.95)
      put("mean_difference", pair, welch[c("difference", "low", "high")])
    }
    df <- if (is.null(kinds)) 1 else max(1, sum(one + other > 0) - 1)
    apart <- if (is.null(kinds)) apart_by_numbers(one, other) else apart_by_kinds(one, other, n_kinds)
    put("balance", pair, c(chance = sqrt(qchisq(0.95, df) * sum(1 / n)), smd = apart))
  }
}

# The standardised mean difference of two groups of numbers.
apart_by_numbers <- function(a, b) {
  if (min(length(a), length(b)) < 2) return(NULL)
  spread <- sqrt((var(a) + var(b)) / 2)
  if (spread > 1e-12) (mean(a) - mean(b)) / spread
}

# The same of counts by kind: of two the share of the last by name, of more the distance of Yang and Dalton.
apart_by_kinds <- function(a, b, n_kinds) {
  p <- a / sum(a)
  q <- b / sum(b)
  if (identical(n_kinds, 2)) {
    last <- length(p)
    spread <- sqrt((p[last] * (1 - p[last]) + q[last] * (1 - q[last])) / 2)
    return(if (spread > 0) (p[last] - q[last]) / spread)
  }
  used <- which(a + b > 0)[-1]
  p <- p[used]
  q <- q[used]
  spread <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2
  if (!length(p) || min(eigen(spread, symmetric = TRUE)$values) < 1e-12) return(NULL)
  sqrt(drop((p - q) %*% solve(spread, p - q)))
}

# Overall tests of three methods or more: of the model, and of the changes.
overall <- function(groups, model) {
  found <- list()
  if (!is.null(model) && length(model$methods) > 2) {
    k <- length(model$methods)
    contrasts <- cbind(-1, diag(k - 1), matrix(0, k - 1, length(coef(model$fit)) - k))
    estimates <- contrasts %*% coef(model$fit)
    df <- df.residual(model$fit)
    for (analysis in names(model$covariances)) {
      spread <- contrasts %*% model$covariances[[analysis]] %*% t(contrasts)
      if (sum(diag(spread)) > 1e-12 && rcond(spread) > 1e-10) {
        statistic <- drop(t(estimates) %*% solve(spread, estimates)) / (k - 1)
        found[[paste0(analysis, "_f")]] <- c(statistic = statistic, df1 = k - 1, df2 = df,
          p_value = pf(statistic, k - 1, df, lower.tail = FALSE))
      }
    }
  }
  if (length(groups) < 3) return(found)
  change <- unlist(lapply(groups, function(one) round(one$after - one$before, 9)))
  method <- factor(rep(names(groups), sapply(groups, function(one) length(one$before))))
  if (min(tapply(change, method, sd)) < 1e-12) return(found)
  of <- function(test) {
    c(statistic = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]),
      p_value = test$p.value)
  }
  c(found, list(anova = of(oneway.test(change ~ method, var.equal = TRUE)),
    welch_anova = of(oneway.test(change ~ method)),
    kruskal = of(kruskal.test(round(change, 6) ~ method))))
}

# How many of the patients of a method are left at each step, and why the others are not.
flow <- function(before, after, died, lost) {
  first <- !is.na(before)
  last <- !is.na(after)
  c(in_file = length(before), with_baseline = sum(first), with_follow_up = sum(last), analysed = sum(first & last),
    died = sum(died & !last), lost = sum(lost & !died & !last), died_after_baseline = sum(first & died & !last),
    not_recorded = sum(!last & !died & !lost))
}

# Patients by the International Consensus response, pain and daily dose of opioids together; and who responded.
consensus <- function(before, after, died, dose_before, dose_after) {
  known <- !is.na(before) & !is.na(after) & !is.na(dose_before) & !is.na(dose_after)
  units <- function(values) ifelse(known, round(values * 1e6), -1)
  old <- units(before)
  new <- units(after)
  dose <- units(dose_before)
  then <- units(dose_after)
  complete <- known & old > 0 & new == 0 & then <= dose
  by_dose <- dose > 0 & 4 * then <= 3 * dose & new <= old
  partial <- known & old > 0 & !complete & ((old - new >= 2e6 & then <= dose) | by_dose)
  dead <- !is.na(before) & died & is.na(after)
  list(states = list(complete = complete, partial = partial, neither = known & old > 0 & !complete & !partial,
    not_assessable = known & old <= 0, died = dead, missing = !is.na(before) & !known & !dead),
    responded = ifelse(known & old > 0, as.numeric(complete | partial), NA))
}

# The consensus response of every method and the differences of every pair, where doses are known.
judged_together <- function(before, after, died, doses, data, methods, put) {
  found <- consensus(before, after, died, doses[[1]], doses[[2]])
  for (ending in c("", "_missing_as_failure")) {
    is_missing <- is.na(after) | is.na(doses[[1]]) | is.na(doses[[2]])
    answers <- gone_as_failures(found$responded, before, after, died, is_missing, ending != "")
    for (name in methods) {
      known <- answers[which(data$method == name & !is.na(answers))]
      values <- if (length(known)) c(mean(known), share(sum(known), length(known)))
      if (length(known)) put(c("consensus", name), setNames(values, paste0(c("rate", "low", "high"), ending)))
    }
    differences(answers, data, ending, function(pair, values) put(c("shown_consensus", pair), values))
  }
  for (name in methods) {
    put(c("consensus", name), sapply(found$states, function(state) sum(state & data$method %in% name)))
  }
}

# The Mantel-Haenszel risk difference over centres with Sato's limits, the exact test, Cochran's Q and I-squared.
within_centres <- function(answers, method, centre, a, b) {
  tables <- t(sapply(unique(centre[!is.na(centre)]), function(one) {
    of <- function(name) answers[which(centre == one & method == name & !is.na(answers))]
    c(x = sum(of(a)), m = length(of(a)), y = sum(of(b)), n = length(of(b)))
  }))
  if (sum(tables[, "m"] + tables[, "n"] > 0) < 2 || any(colSums(tables)[c("m", "n")] == 0)) return(NULL)
  both <- data.frame(tables[tables[, "m"] > 0 & tables[, "n"] > 0, , drop = FALSE])
  sizes <- c(n_experimental = sum(both$m), n_control = sum(both$n))
  found <- c(n_centres = nrow(both), sizes, exact_p = exact_within(both), scatter(both))
  if (min(sizes) < 5) return(found)
  mantel_haenszel <- with(both, {
    all <- m + n
    weight <- sum(m * n / all)
    difference <- sum((x * n - y * m) / all) / weight
    balance <- sum((m^2 * y - n^2 * x + m * n * (n - m) / 2) / all^2)
    c(difference, (difference * balance + sum((x * (n - y) + y * (m - x)) / (2 * all))) / weight^2)
  })
  if (mantel_haenszel[2] <= 0) return(found)
  error <- sqrt(mantel_haenszel[2])
  limits <- mantel_haenszel[1] + c(-1, 1) * qnorm(0.5 + LEVEL / 2) * error
  c(found, difference = mantel_haenszel[1], standard_error = error, low = max(-1, limits[1]), high = min(1, limits[2]))
}

# P of the exact test with the margins of every centre held fixed; what is rarer than 1e-60 is not counted.
exact_within <- function(tables) {
  likely <- 1
  lowest <- 0
  for (i in seq_len(nrow(tables))) {
    one <- tables[i, ]
    support <- max(0, one$x + one$y - one$n):min(one$m, one$x + one$y)
    logs <- dhyper(support, one$m, one$n, one$x + one$y, log = TRUE)
    counted <- logs > max(logs) - 60 * log(10)
    weights <- exp(logs[counted] - max(logs))
    sums <- numeric(length(likely) + length(weights) - 1)
    for (k in seq_along(weights)) {
      at <- k - 1 + seq_along(likely)
      sums[at] <- sums[at] + weights[k] * likely
    }
    likely <- sums / max(sums)
    lowest <- lowest + support[counted][1]
  }
  at <- sum(tables$x) - lowest + 1
  if (at >= 1 && at <= length(likely)) sum(likely[likely <= likely[at] * (1 + 1e-7)]) / sum(likely) else 0
}

# Cochran's Q of the centres' differences by inverse variance, and I-squared with Higgins and Thompson's limits.
scatter <- function(tables) {
  p <- tables$x / tables$m
  q <- tables$y / tables$n
  variance <- p * (1 - p) / tables$m + q * (1 - q) / tables$n
  difference <- (p - q)[variance > 0]
  weights <- 1 / variance[variance > 0]
  df <- length(difference) - 1
  if (df < 1) return(NULL)
  q <- sum(weights * (difference - weighted.mean(difference, weights))^2)
  error <- if (df == 1) Inf else sqrt((1 - 1 / (3 * (df - 1)^2)) / (2 * (df - 1)))
  if (q > df + 1) error <- 0.5 * (log(q) - log(df)) / (sqrt(2 * q) - sqrt(2 * df - 1))
  log_h <- log(max(q / df, 1)) / 2 + c(0, -1, 1) * c(0, qnorm(0.975) * c(error, error))
  i_squared <- pmax(0, -expm1(pmin(0, -2 * log_h)))
  c(q = q, df = df, p_heterogeneity = pchisq(q, df, lower.tail = FALSE), i_squared = i_squared[1],
    i_squared_low = i_squared[2], i_squared_high = i_squared[3])
}

# Lesions with an event by method, with limits that know whose they are, and the difference of every pair.
by_lesion <- function(counts, method, methods, put) {
  groups <- lapply(setNames(methods, methods), function(name) {
    here <- which(method == name & counts$lesions > 0)
    x <- counts$events[here]
    m <- counts$lesions[here]
    put("lesion_rate", name, c(events = sum(x), lesions = sum(m), patients = length(m)))
    if (length(m) > 1) put("lesion_rate", name, setNames(clustered(x, m, 0.95), c("rate", "low", "high")))
    list(x = x, m = m)
  })
  for (pair in PAIRS) {
    one <- groups[[pair[1]]]
    other <- groups[[pair[2]]]
    if (min(length(one$m), length(other$m)) < 2) next
    p <- clustered(one$x, one$m, LEVEL)
    q <- clustered(other$x, other$m, LEVEL)
    put("lesion_difference", pair, c(difference = p[1] - q[1],
      low = p[1] - q[1] - sqrt((p[1] - p[2])^2 + (q[3] - q[1])^2),
      high = p[1] - q[1] + sqrt((p[3] - p[1])^2 + (q[1] - q[2])^2)))
  }
}

# The share of lesions with an event, and Wilson's limits for the number of lesions that they are worth.
clustered <- function(events, lesions, level) {
  n <- length(lesions)
  total <- sum(lesions)
  share <- sum(events) / total
  worth <- n
  if (share > 0 && share < 1) {
    variance <- sum((events - share * lesions)^2) * n / (n - 1) / total^2
    worth <- total / max(1, variance / (share * (1 - share) / total))
  }
  square <- qt(0.5 + level / 2, n - 1)^2
  reach <- sqrt(square * (share * (1 - share) / worth + square / (4 * worth^2)))
  limits <- (share + square / (2 * worth) + c(-1, 1) * reach) / (1 + square / worth)
  c(share, if (share == 0) 0 else limits[1], if (share == 1) 1 else limits[2])
}

# Patients of every method by how leakage was looked for.
looked_for <- function(method, methods, ways, put) {
  kinds <- in_order(ways)
  for (name in methods) {
    here <- ways[which(method == name)]
    put(name, "not recorded", sum(is.na(here)))
    for (i in seq_along(kinds)) for (way in c(kinds[i], paste("kind", i))) put(name, way, sum(here %in% kinds[i]))
  }
}

# The kinds that there are, by their code points in every language.
in_order <- function(texts) sort(enc2utf8(as.character(unique(texts[!is.na(texts)]))), method = "radix")

# Leakage by thirds of the cement volume and of the time of injection, and by its phase; from 10 events a model.
exposed <- function(answers, covariates, put) {
  for (name in intersect(c("cement_volume", "injection_time", "injection_phase"), names(covariates))) {
    values <- covariates[[name]]
    known <- !is.na(values) & !is.na(answers)
    x <- values[known]
    y <- answers[known]
    parts <- if (is.numeric(values)) thirds(x) else list(labels = in_order(x), of = match(enc2utf8(x), in_order(x)))
    for (i in seq_along(parts$labels)) {
      here <- parts$of == i
      limits <- exact(sum(y[here]), sum(here))
      numbers <- c(events = sum(y[here]), n = sum(here), rate = mean(y[here]), low = limits[1], high = limits[2])
      if (is.numeric(values)) numbers <- c(numbers, from = min(x[here]), to = max(x[here]))
      labels <- if (is.numeric(values)) parts$labels[i] else c(parts$labels[i], paste("kind", i))
      for (label in labels) put(c("exposure", "leakage", name, label), numbers)
    }
    if (is.numeric(values) && length(parts$labels) > 1 && min(sum(y), sum(1 - y)) >= 10) {
      fit <- firth(x, y)
      put(c("exposure_model", "leakage", name), fit$numbers)
      middle <- x[parts$of == length(parts$labels) %/% 2 + 1]
      for (end in c("from", "to")) {
        at <- if (end == "from") min(middle) else max(middle)
        put(c("risk", "leakage", name), setNames(plogis(fit$intercept + log(fit$numbers[["odds_ratio"]]) * at), end))
      }
    }
  }
}

# The third to which each patient belongs by a number; those with the same number stay together.
thirds <- function(x) {
  n <- as.vector(table(x))
  part <- pmin(floor(3 * (cumsum(n) - n / 2) / length(x)), 2)[match(x, sort(unique(x)))]
  list(labels = paste("part", seq_along(unique(part))), of = match(part, sort(unique(part))))
}

# The odds ratio per unit by logistic regression with Firth's penalty, its profile limits and P value; and the intercept
# at which as many events are predicted as there were.
firth <- function(x, y) {
  scale <- sqrt(mean((x - mean(x))^2))
  middle <- mean(x)
  place <- match(x, sort(unique(x)))
  n <- tabulate(place)
  y <- as.vector(tapply(y, place, sum))
  x <- sort(unique(x))
  z <- (x - middle) / scale
  at <- function(start, slope) {
    linear <- start + slope * z
    logs <- log(n) + plogis(linear, log.p = TRUE) + plogis(-linear, log.p = TRUE)
    weights <- exp(logs - max(logs))
    squares <- (z - sum(weights * z) / sum(weights))^2
    leverage <- weights * (1 / sum(weights) + squares / sum(weights * squares))
    terms <- y - n * plogis(linear) + leverage * (0.5 - plogis(linear))
    penalty <- max(logs) + (log(sum(weights)) + log(sum(weights * squares))) / 2
    c(sum(terms), sum(terms * z), sum(y * linear) + sum(n * plogis(-linear, log.p = TRUE)) + penalty)
  }
  profile <- function(slope) {
    reach <- abs(slope) * max(abs(z)) + 40 + log(sum(n))
    at(uniroot(function(start) at(start, slope)[1], c(-reach, reach), tol = 1e-14)$root, slope)
  }
  crossing <- function(value, near, step) {
    is_above <- value(near) > 0
    while ((value(near + step) > 0) == is_above && abs(step) < 300) {
      near <- near + step
      step <- 1.6 * step
    }
    uniroot(value, sort(c(near, near + step)), tol = 1e-14)$root
  }
  slope <- crossing(function(one) profile(one)[2], 0, if (profile(0)[2] < 0) -0.25 else 0.25)
  top <- profile(slope)[3]
  limit <- function(step) crossing(function(one) qchisq(0.95, 1) - 2 * (top - profile(one)[3]), slope, step)
  p <- pchisq(max(0, 2 * (top - profile(0)[3])), 1, lower.tail = FALSE)
  reach <- 50 + abs(slope / scale) * max(abs(x))
  intercept <- uniroot(function(start) sum(n * plogis(start + slope / scale * x)) - sum(y), c(-reach, reach),
    tol = 1e-14)$root
  list(intercept = intercept, numbers = c(events = sum(y), n = sum(n), odds_ratio = exp(slope / scale),
    odds_ratio_low = exp(limit(-0.25) / scale), odds_ratio_high = exp(limit(0.25) / scale), p_value = p))
}

# Patients of one method by state, in whole millionths (2.3 - 0.8 reaches 1.5), and the shares that improved.
responders <- function(before, after, died, rule, amount, scale, better) {
  is_pair <- !is.na(before) & !is.na(after)
  is_lost <- !is.na(before) & is.na(after)
  old <- round(before[is_pair] * 1e6)
  new <- round(after[is_pair] * 1e6)
  gain <- better * (new - old)
  needed <- if (rule == "points") rep(round(amount * 1e6), length(old)) else round(amount * old / 100)
  assessed <- if (rule == "points") rep(TRUE, length(old)) else old > 0
  room <- if (better == -1) old - round(scale$low * 1e6) else round(scale$high * 1e6) - old
  found <- c(improved = sum(assessed & gain >= needed), worse = sum(assessed & gain <= -needed),
    missing = sum(is_lost & !died), died = sum(is_lost & died), not_assessable = sum(!assessed),
    could_not_respond = sum(assessed & room < needed))
  found[["unchanged"]] <- sum(assessed) - found[["improved"]] - found[["worse"]]
  for (ending in c("", "_missing_as_failure")) {
    n <- of_how_many(found, ending != "")
    if (n == 0) next
    limits <- share(found[["improved"]], n)
    found[[paste0("rate", ending)]] <- found[["improved"]] / n
    found[[paste0("low", ending)]] <- limits[1]
    found[[paste0("high", ending)]] <- limits[2]
  }
  found
}

# Patients among whom it is counted who improved; the missing left out, or as patients who did not improve.
of_how_many <- function(found, missing_as_failure) {
  sum(found[c("improved", "unchanged", "worse", "died")]) + missing_as_failure * found[["missing"]]
}

# By patient 1 who improved, 0 who did not (the dead among them), NA of whom it cannot be said.
improved <- function(before, after, died, rule, amount, better, missing_as_failure) {
  old <- round(before * 1e6)
  new <- round(after * 1e6)
  needed <- if (rule == "points") round(amount * 1e6) else round(amount * old / 100)
  found <- as.numeric(better * (new - old) >= needed)
  if (rule != "points") found[which(old <= 0)] <- NA
  gone_as_failures(found, before, after, died, is.na(after), missing_as_failure)
}

# The same where who died before the visit did not improve, nor, if wanted, who is missing then.
gone_as_failures <- function(answers, before, after, died, is_missing, missing_as_failure) {
  ifelse(!is.na(before) & is_missing & ((died & is.na(after)) | missing_as_failure), 0, answers)
}

# The shares of every pair compared, as they are, for a family of pairs, and within centres.
differences <- function(answers, data, ending, put) {
  for (pair in PAIRS) {
    groups <- lapply(pair, function(name) answers[which(data$method == name & !is.na(answers))])
    x <- sapply(groups, sum)
    n <- sapply(groups, length)
    if (min(n) == 0) next
    crude <- rate_difference(x[1], n[1], x[2], n[2])
    at_level <- newcombe(x[1], n[1], x[2], n[2], LEVEL)
    values <- c(difference = crude[["difference"]], low = crude[["newcombe_low"]], high = crude[["newcombe_high"]],
      p_value = crude[["fisher_p"]], low_at_level = at_level[1], high_at_level = at_level[2])
    if ("centre" %in% names(data$covariates)) {
      within <- within_centres(answers, data$method, data$covariates$centre, pair[1], pair[2])
      named <- c(within_centres = "difference", low_within_centres = "low", high_within_centres = "high",
        exact_p = "exact_p")
      named <- named[named %in% names(within)]
      values <- c(values, setNames(within[named], names(named)))
    }
    put(pair, setNames(values, paste0(names(values), ending)))
  }
}

# How far those alive without a score must be shifted, up to twice what matters, before the conclusion changes.
unobserved <- function(interval, flows, outcome) {
  alive <- flows["with_baseline", ] - flows["died_after_baseline", ]
  shares <- ifelse(alive > 0, (alive - flows["analysed", ]) / alive, 0)
  margin <- if (outcome %in% names(MARGINS)) MARGINS[[outcome]] else c()
  scenarios <- list(c(1, 0), c(-1, 0), c(0, 1), c(0, -1), c(1, -1), c(-1, 1))
  found <- sapply(scenarios, function(one) {
    turning_point(interval, shares[1] * one[1] - shares[2] * one[2], 2 * MATTERS[[outcome]], margin, BETTER[[outcome]])
  })
  setNames(found, sapply(scenarios, function(one) sprintf("%+d %+d", one[1], one[2])))
}

# The smallest shift at which an interval that moves at a speed gives another conclusion, or NA.
turning_point <- function(interval, speed, largest, margin, better) {
  if (speed == 0) return(NA)
  meetings <- sort(as.vector(outer(c(0, margin, if (length(margin)) -margin), interval, "-")) / speed)
  for (delta in meetings[meetings >= 0 & meetings <= largest]) for (shift in c(delta, delta * (1 + 1e-12) + 1e-12)) {
    if (conclusion(interval + speed * shift, margin, better) != conclusion(interval, margin, better)) return(delta)
  }
  NA
}

# What an interval says: a difference first, then equivalence and non-inferiority where there is a margin.
conclusion <- function(interval, margin, better) {
  if (better == -1) interval <- -rev(interval)
  if (interval[1] > 0) return("superior")
  if (interval[2] < 0) return("inferior")
  if (!length(margin) || interval[1] <= -margin) return("inconclusive")
  if (interval[2] < margin) "equivalent" else "non-inferior"
}

# The 95% limits of the mean of those who have a score.
mean_with_limits <- function(values) {
  known <- values[!is.na(values)]
  if (length(known) == 0) return(NULL)
  if (length(known) < 2 || sd(known) < 1e-12) return(c(mean = mean(known)))
  setNames(c(mean(known), t.test(known)$conf.int[1:2]), c("mean", "low", "high"))
}

# The share of the procedures of a pair that lies in the same quarters.
overlap <- function(quarters, method, pair) {
  kinds <- in_order(quarters)
  counts <- sapply(pair, function(name) {
    tabulate(match(enc2utf8(quarters[which(method == name)]), kinds), length(kinds))
  })
  if (min(colSums(counts)) > 0) sum(pmin(counts[, 1] / sum(counts[, 1]), counts[, 2] / sum(counts[, 2])))
}

# Sums over the patients with the same follow-ups; x is method and baseline.
by_pattern <- function(before, after, group, groups) {
  design <- cbind(outer(group, seq_len(groups), "==") * 1, before)
  seen <- !is.na(after)
  label <- apply(seen, 1, paste, collapse = " ")
  lapply(split(seq_along(label), label), function(here) {
    x <- design[here, , drop = FALSE]
    y <- ifelse(is.na(after[here, , drop = FALSE]), 0, after[here, , drop = FALSE])
    list(seen = seen[here[1], ], n = length(here), xx = crossprod(x), xy = crossprod(x, y), yy = crossprod(y))
  })
}

# At a covariance S of the visits: log-likelihood, G (its change is tr(G dS)), coefficients, their covariance; and by
# pattern the weight W and the sum of the squares of residuals and leverages.
restricted <- function(sums, covariance) {
  visits <- nrow(covariance)
  size <- nrow(sums[[1]]$xx)
  log_determinant <- function(matrix) as.numeric(determinant(matrix)$modulus)
  information <- matrix(0, size * visits, size * visits)
  right <- matrix(0, size, visits)
  weights <- list()
  total <- 0
  for (i in seq_along(sums)) {
    one <- sums[[i]]
    part <- covariance[one$seen, one$seen, drop = FALSE]
    weight <- matrix(0, visits, visits)
    weight[one$seen, one$seen] <- solve(part)
    weights[[i]] <- weight
    information <- information + kronecker(one$xx, weight)
    right <- right + one$xy %*% weight
    total <- total + one$n * log_determinant(part)
  }
  spread <- solve(information)
  coefficients <- matrix(spread %*% as.vector(t(right)), size, byrow = TRUE)
  total <- total + log_determinant(information)
  gradient <- matrix(0, visits, visits)
  squares <- list()
  for (i in seq_along(sums)) {
    one <- sums[[i]]
    explained <- crossprod(one$xy, coefficients)
    residual <- one$yy - explained - t(explained) + t(coefficients) %*% one$xx %*% coefficients
    leverage <- matrix(0, visits, visits)
    for (a in seq_len(size)) for (b in seq_len(size)) {
      rows <- (a - 1) * visits + seq_len(visits)
      columns <- (b - 1) * visits + seq_len(visits)
      leverage <- leverage + one$xx[a, b] * spread[rows, columns]
    }
    squares[[i]] <- residual + leverage
    gradient <- gradient + weights[[i]] %*% squares[[i]] %*% weights[[i]] - one$n * weights[[i]]
    total <- total + sum(weights[[i]] * residual)
  }
  list(likelihood = -total / 2, gradient = gradient / 2, coefficients = coefficients, spread = spread,
    weights = weights, squares = squares)
}

# Score, observed information, and the change of the coefficients' covariance, by the elements of S.
derivatives <- function(sums, covariance) {
  fit <- restricted(sums, covariance)
  places <- which(upper.tri(covariance, diag = TRUE), arr.ind = TRUE)
  elements <- lapply(seq_len(nrow(places)), function(k) {
    one <- 0 * covariance
    one[places[k, 1], places[k, 2]] <- one[places[k, 2], places[k, 1]] <- 1
    one
  })
  information <- matrix(0, length(elements), length(elements))
  of_design <- lapply(elements, function(one) 0 * fit$spread)
  of_residuals <- matrix(0, length(elements), nrow(fit$spread))
  for (i in seq_along(sums)) {
    one <- sums[[i]]
    weight <- fit$weights[[i]]
    inner <- weight %*% fit$squares[[i]] %*% weight - one$n * weight / 2
    residual <- one$xy - one$xx %*% fit$coefficients
    left <- lapply(elements, function(element) element %*% weight)
    right <- lapply(elements, function(element) element %*% inner)
    for (j in seq_along(elements)) {
      moved <- weight %*% left[[j]]
      of_design[[j]] <- of_design[[j]] + kronecker(one$xx, moved)
      of_residuals[j, ] <- of_residuals[j, ] + as.vector(t(residual %*% moved))
      information[j, ] <- information[j, ] + sapply(left, function(other) sum(other * t(right[[j]])))
    }
  }
  turned <- lapply(of_design, function(one) fit$spread %*% one)
  traces <- sapply(turned, function(one) sapply(turned, function(other) sum(one * t(other))))
  information <- information - of_residuals %*% fit$spread %*% t(of_residuals) - traces / 2
  list(score = sapply(elements, function(one) sum(one * fit$gradient)),
    information = (information + t(information)) / 2,
    spreads = lapply(turned, function(one) one %*% fit$spread))
}

# The covariance of the visits of the highest restricted likelihood: by BFGS over its root, then Newton's steps.
fitted_covariance <- function(sums) {
  visits <- ncol(sums[[1]]$xy)
  lower <- lower.tri(diag(visits), diag = TRUE)
  root <- function(values) {
    found <- matrix(0, visits, visits)
    found[lower] <- values
    found
  }
  # Too long a step, where a covariance cannot be inverted, is no better than any other.
  loss <- function(values) tryCatch(-restricted(sums, tcrossprod(root(values)))$likelihood,
    error = function(reason) Inf)
  slope <- function(values) -2 * (restricted(sums, tcrossprod(root(values)))$gradient %*% root(values))[lower]
  covariance <- tcrossprod(root(optim(diag(visits)[lower], loss, slope, method = "BFGS",
    control = list(reltol = 1e-14, maxit = 1000))$par))
  for (i in 1:3) {
    found <- derivatives(sums, covariance)
    step <- matrix(0, visits, visits)
    step[upper.tri(step, diag = TRUE)] <- solve(found$information, found$score)
    covariance <- covariance + step + t(step * upper.tri(step))
  }
  covariance
}

# MMRM: a function that gives the values of two methods (by number) at a visit, or with NA for the second those of the
# first one's adjusted mean; NULL where it is not fitted.
# The same model by the package nlme: gls(follow_up ~ 0 + visit:method + visit:baseline, method = "REML",
# correlation = corSymm(form = ~ visit_number | patient), weights = varIdent(form = ~ 1 | visit)).
mixed_model <- function(before, after, group, groups) {
  known <- !is.na(before) & rowSums(!is.na(after)) > 0 & !is.na(group)
  before <- before[known]
  after <- after[known, , drop = FALSE]
  group <- group[known]
  observed <- sapply(seq_len(groups), function(one) min(colSums(!is.na(after[group == one, , drop = FALSE]))))
  if (min(tabulate(group, groups)) < 10 || min(observed) < 5 || diff(range(before)) < 1e-9) return(NULL)
  scale <- apply(after, 2, sd, na.rm = TRUE)
  if (min(scale) < 1e-9) return(NULL)
  tryCatch({
    sums <- by_pattern(before - mean(before), sweep(after, 2, scale, "/"), group, groups)
    covariance <- fitted_covariance(sums)
    found <- derivatives(sums, covariance)
    of_covariance <- solve(found$information)
    fit <- restricted(sums, covariance)
    function(a, b, visit, level) {
      contrast <- matrix(0, ncol(after), nrow(fit$coefficients))
      contrast[visit, a] <- 1
      if (!is.na(b)) contrast[visit, b] <- -1
      contrast <- as.vector(contrast)
      of <- function(matrix) drop(t(contrast) %*% matrix %*% contrast)
      slopes <- sapply(found$spreads, of)
      df <- 2 * of(fit$spread)^2 / drop(t(slopes) %*% of_covariance %*% slopes)
      difference <- sum(contrast * as.vector(t(fit$coefficients))) * scale[visit]
      error <- sqrt(of(fit$spread)) * scale[visit]
      estimated(difference, error, df, level)
    }
  }, error = function(reason) NULL)
}

# Dates as Excel's numbers, a number of days as it is; NA for everything else.
day_of <- function(text) {
  form <- "^([0-9]{4}) *[-/.\u5e74] *([0-9]{1,2}) *[-/.\u6708] *([0-9]{1,2}) *\u65e5?([ T].*)?$"
  text <- sub("^((19|20)[0-9]{2})([0-9]{2})([0-9]{2})$", "\\1-\\3-\\4", text)
  is_date <- grepl(form, text, perl = TRUE)
  is_number <- grepl("^-?[0-9]+(\\.[0-9]+)?$", text)
  found <- rep(NA_real_, length(text))
  found[is_number] <- as.numeric(text[is_number])
  found[is_date] <- as.numeric(as.Date(sub(form, "\\1-\\2-\\3", text[is_date], perl = TRUE))) + 25569
  found
}

# Who is dead (1) or alive (0) by columns of deaths, NA by neither; and how many days from the procedure they lived.
# A date of death counts where no column says otherwise; who is said to have lived at a visit died later.
told_dead <- function(answers, date, operation) {
  dead <- ifelse(is.na(date), NA, 1)
  until <- rep(NA_real_, length(dead))
  for (i in seq_along(answers)) {
    days <- DEATH_COLUMNS[[i]]$lived_until
    if (!is.na(days)) until <- ifelse(answers[[i]] %in% 0, pmax(until, days, na.rm = TRUE), until)
  }
  if (length(answers)) {
    said <- do.call(pmax, c(answers, na.rm = TRUE))
    dead <- ifelse(is.na(said), dead, said)
  }
  lived <- floor(date) - floor(operation)
  list(dead = dead, lived = ifelse(is.na(lived), until, lived))
}

# Who died at each visit: by the cell of the score; after a patient's last score by a column of deaths, or by the cell
# of any score at that visit or before.
with_deaths <- function(scored, died, dead, lived) {
  if (!length(VISIT_DAYS)) return(died)
  place <- match(sapply(SCORES, `[[`, 2), names(VISIT_DAYS))
  last <- rep(0, length(dead))
  for (i in seq_along(SCORES)) last <- ifelse(is.na(scored[[i]]), last, pmax(last, place[i]))
  since <- rep(Inf, length(dead))
  for (i in seq_along(SCORES)) since <- ifelse(died[[i]] & last <= place[i], pmin(since, place[i]), since)
  for (i in seq_along(SCORES)) {
    if (SCORES[[i]][[2]] == "baseline") next
    day <- VISIT_DAYS[[place[i]]]
    is_later <- if (is.na(day)) FALSE else !is.na(lived) & lived > day
    is_dead <- since <= place[i] | (dead %in% 1 & !is_later)
    died[[i]] <- died[[i]] | (is_dead & last < place[i])
  }
  died
}

# Scores and deaths by position in SCORES, method, and what happened by event: one entry per analysed patient.
# Rows with the same patient number are one patient, each row at its visit; a row without one is a patient of its own.
read_patients <- function(file) {
  read_rows <- lapply(PLACES, function(place) {
    cells(file, place)[unlist(lapply(place$rows, function(one) one[1]:one[2])), , drop = FALSE]
  })
  text <- function(column) unlist(lapply(read_rows, function(rows) unname(rows[, column])))
  written <- function(column) {
    found <- plain(text(column))
    ifelse(is.na(found), "", found)
  }
  of_all <- sapply(PLACES, `[[`, "method")
  method <- rep(of_all, sapply(read_rows, nrow))
  rows <- seq_along(method)
  number <- paste("row", rows, sep = SEPARATOR)
  if (length(PATIENT_COLUMNS)) {
    parts <- lapply(PATIENT_COLUMNS, written)
    is_known <- Reduce(`&`, lapply(parts, function(part) part != ""))
    number <- ifelse(is_known, do.call(paste, c("of", parts, sep = SEPARATOR)), number)
  }
  patient <- match(number, unique(number))
  n <- max(patient)
  if (METHOD_COLUMN > 0) {
    written_method <- written(METHOD_COLUMN)
    method <- ifelse(method == "", written_method, method)
  }
  by_patient <- character(n)
  filled <- rev(rows[method != ""])
  by_patient[patient[filled]] <- method[filled]
  if (METHOD_COLUMN > 0) {
    named <- unname(METHODS[match(by_patient, names(METHODS))])
    by_patient <- ifelse(by_patient %in% of_all[of_all != ""], by_patient, named)
  }
  at <- NULL
  if (VISIT_COLUMN > 0 && length(WINDOWS) == 0) at <- unname(VISITS[match(written(VISIT_COLUMN), names(VISITS))])
  if (VISIT_COLUMN > 0 && length(WINDOWS) > 0) {
    day <- day_of(written(VISIT_COLUMN))
    if (PROCEDURE_COLUMN > 0) day <- floor(day) - floor(day_of(written(PROCEDURE_COLUMN)))
    at <- rep(NA_character_, length(day))
    for (one in WINDOWS) at[which(is.na(at) & day >= one[[1]] & day <= one[[2]])] <- one[[3]]
  }
  scored <- list()
  died <- list()
  lost <- list()
  for (i in seq_along(SCORES)) {
    one <- SCORES[[i]]
    here <- if (is.null(at)) rows else which(at == one[[2]])
    values <- text(one[[3]])[here]
    numbers <- as.numeric(sapply(values, score, scale = SCALES[[one[[1]]]], no_scores = NO_SCORES[[one[[1]]]]))
    known <- !is.na(numbers)
    scored[[i]] <- rep(NA_real_, n)
    if (any(known)) {
      means <- tapply(numbers[known], patient[here][known], mean)
      scored[[i]][as.integer(names(means))] <- as.numeric(means)
    }
    died[[i]] <- seq_len(n) %in% patient[here][plain(values) %in% DEATHS]
    lost[[i]] <- seq_len(n) %in% patient[here][plain(values) %in% LOST]
  }
  first <- function(values) values[match(seq_len(n), ifelse(is.na(values), NA, patient))]
  days <- lapply(c(DEATH_DATE_COLUMN, OPERATION_COLUMN), function(column) {
    if (column > 0) first(day_of(written(column))) else rep(NA_real_, n)
  })
  answers <- lapply(DEATH_COLUMNS, function(one) {
    said <- unname(one$answers[match(written(one$column), names(one$answers))])
    found <- rep(NA_real_, n)
    for (answer in c(0, 1)) found[patient[which(said == answer)]] <- answer
    found
  })
  told <- told_dead(answers, days[[1]], days[[2]])
  died <- with_deaths(scored, died, told$dead, told$lived)
  happened <- lapply(EVENTS, function(event) {
    answers <- unname(event$answers[match(written(event$column), names(event$answers))])
    found <- rep(NA_real_, n)
    for (answer in if (event$is_good) c(1, 0) else c(0, 1)) found[patient[which(answers == answer)]] <- answer
    found
  })
  lesions <- if (SITE_COLUMN > 0) lapply(EVENTS, function(event) {
    answers <- unname(event$answers[match(written(event$column), names(event$answers))])
    known <- !is.na(answers) & written(SITE_COLUMN) != ""
    site <- paste(patient, written(SITE_COLUMN), sep = SEPARATOR)[known]
    worst <- tapply(answers[known], factor(site, unique(site)), if (event$is_good) min else max)
    whose <- factor(patient[known][!duplicated(site)], seq_len(n))
    list(events = as.vector(tapply(worst, whose, sum, default = 0)), lesions = as.vector(table(whose)))
  })
  covariates <- c(
    lapply(MEASURES, function(one) first(measure(text(one$column), one$low, one$high, one$units))),
    lapply(KINDS, function(one) first(kind(written(one$column), one$names, one$is_named_so))),
    lapply(QUARTERS, function(column) first(quarter(written(column))))
  )
  kinds <- Map(function(one, event) {
    found <- enc2utf8(as.character(first(kind(written(one$column), one$names, one$is_named_so))))
    found <- if (event %in% names(JOINING)) strsplit(found, enc2utf8(JOINING[[event]]), perl = TRUE) else as.list(found)
    lapply(seq_len(n), function(i) if (happened[[event]][i] %in% 1 && !anyNA(found[[i]])) trimws(found[[i]]))
  }, KINDS_OF_EVENTS, names(KINDS_OF_EVENTS))
  list(method = by_patient, scored = scored, died = died, lost = lost, told = told$dead, happened = happened,
    kinds_of_events = kinds, covariates = covariates, lesions = lesions)
}

# One event or one kind of it: how often with every method, and the difference of every pair.
counted <- function(answers, method, methods, put) {
  counts <- lapply(setNames(methods, methods), function(name) {
    known <- answers[which(method == name)]
    c(events = sum(known, na.rm = TRUE), n = sum(!is.na(known)), missing = sum(is.na(known)))
  })
  for (name in methods) {
    put("rate", name, counts[[name]])
    x <- counts[[name]][["events"]]
    n <- counts[[name]][["n"]]
    if (n == 0) next
    limits <- c(share(x, n), wilson(x, n), exact(x, n))
    names(limits) <- c("low", "high", "wilson_low", "wilson_high", "exact_low", "exact_high")
    put("rate", name, c(rate = x / n, limits))
  }
  for (pair in PAIRS) {
    x <- unname(sapply(counts[pair], `[[`, "events"))
    n <- unname(sapply(counts[pair], `[[`, "n"))
    if (min(n) == 0) next
    put("rate_difference", pair, c(rate_difference(x[1], n[1], x[2], n[2]), score_limits(x[1], n[1], x[2], n[2]),
      ratios(x[1], n[1], x[2], n[2]), chi_squared(x[1], n[1], x[2], n[2])))
  }
}

rebuild <- function(file) {
  data <- read_patients(file)
  method <- data$method
  of_all <- sapply(PLACES, `[[`, "method")
  methods <- unique(c(of_all[of_all != ""], unname(METHODS)))
  found <- new.env()
  put <- function(place, values) {
    for (key in names(values)) found[[paste(c(place, key), collapse = BETWEEN)]] <<- values[[key]]
  }
  at <- function(outcome, visit) which(sapply(SCORES, function(one) one[[1]] == outcome && one[[2]] == visit))
  for (i in seq_along(SCORES)) {
    outcome <- SCORES[[i]][[1]]
    visit <- SCORES[[i]][[2]]
    first <- at(outcome, "baseline")
    if (visit == "baseline" || length(first) == 0) next
    before <- data$scored[[first]]
    after <- data$scored[[i]]
    groups <- list()
    for (name in methods) {
      here <- which(method == name & !is.na(before) & !is.na(after))
      put(c("within", outcome, visit, name), within_method(before[here], after[here], SCALES[[outcome]]))
      if (length(here) > 1) groups[[name]] <- list(before = before[here], after = after[here])
    }
    is_rebuilt <- all(ADJUSTED_FOR %in% names(data$covariates))
    model <- if (is_rebuilt) ancova(before, after, method, unname(data$covariates[ADJUSTED_FOR]))
    for (pair in PAIRS) {
      if (!all(pair %in% names(groups))) next
      compared <- between_methods(groups, model, pair[1], pair[2])
      for (analysis in names(compared)) {
        put(c("between", outcome, visit, pair, analysis), compared[[analysis]])
        if (!outcome %in% names(MARGINS) || !"df" %in% names(compared[[analysis]])) next
        put(c("equivalence", outcome, visit, pair, analysis), equivalence(compared[[analysis]], MARGINS[[outcome]]))
      }
      shown <- if (SCORE_LEVEL > 0.95) between_methods(groups, model, pair[1], pair[2], SCORE_LEVEL)
      for (analysis in names(shown)) {
        put(c("shown", outcome, visit, pair, analysis), shown[[analysis]][c("low", "high")])
      }
      changes <- lapply(groups[pair], function(one) round(one$after - one$before, 9))
      if (min(lengths(changes)) %in% 5:9 && sum(lengths(changes)) <= 100) {
        put(c("shown", outcome, visit, pair, "mann_whitney_change"),
          c(p_value = exact_with_ties(changes[[1]], changes[[2]])))
      }
    }
    means <- adjusted_means(model)
    for (k in seq_along(means)) put(c("adjusted_mean", outcome, visit, model$methods[k], "ancova_hc3"), means[[k]])
    tests <- overall(groups, model)
    for (test in names(tests)) put(c("omnibus", outcome, visit, test), tests[[test]])
    without <- is.na(method)
    if (any(without)) {
      left <- flow(before[without], after[without], data$died[[i]][without], data$lost[[i]][without])
      put(c("flow", outcome, visit), replace(left, "analysed", 0))
    }
    for (name in methods) {
      here <- which(method == name)
      put(c("flow", outcome, visit, name), flow(before[here], after[here], data$died[[i]][here], data$lost[[i]][here]))
      put(c("mean", outcome, visit, name), mean_with_limits(after[here][!is.na(before[here])]))
    }
    doses <- data$covariates[paste("opioid", c("baseline", visit))]
    if (outcome %in% c("VAS", "NRS") && !any(sapply(doses, is.null))) {
      judged_together(before, after, data$died[[i]], doses, data, methods,
        function(place, values) put(c(place[1], outcome, visit, place[-1]), values))
    }
    for (one in THRESHOLDS) {
      if (one[[1]] != outcome) next
      place <- c(one[[2]], one[[3]])
      for (name in methods) {
        here <- which(method == name)
        put(c("responders", outcome, visit, name, place),
          responders(before[here], after[here], data$died[[i]][here], one[[2]],
          as.numeric(one[[3]]), SCALES[[outcome]], BETTER[[outcome]]))
      }
      for (ending in c("", "_missing_as_failure")) {
        answers <- improved(before, after, data$died[[i]], one[[2]], as.numeric(one[[3]]), BETTER[[outcome]],
          ending != "")
        differences(answers, data, ending, function(pair, values) {
          put(c("responder_difference", outcome, visit, pair, place), values)
          put(c("shown_responders", outcome, visit, place, pair), values)
        })
      }
    }
  }
  for (outcome in names(TIMED)) {
    visits <- TIMED[[outcome]]
    if (length(methods) < 2 || length(at(outcome, "baseline")) == 0) next
    before <- data$scored[[at(outcome, "baseline")]]
    after <- do.call(cbind, lapply(visits, function(visit) data$scored[[at(outcome, visit)]]))
    seen <- if (length(visits)) !is.na(before) & rowSums(!is.na(after)) > 0 else rep(FALSE, length(before))
    for (pair in PAIRS) for (one in SCORES) {
      if (one[[1]] != outcome || one[[2]] == "baseline") next
      n <- sapply(pair, function(name) sum(seen & method %in% name))
      put(c("between", outcome, one[[2]], pair, "mmrm"), c(n_experimental = n[[1]], n_control = n[[2]]))
    }
    if (length(visits) < 2) next
    fit <- mixed_model(before, after, match(method, methods), length(methods))
    if (is.null(fit)) next
    start <- mean(before[seen & method %in% methods])
    for (name in methods) for (i in seq_along(visits)) {
      mean <- fit(match(name, methods), NA, i, 0.95)
      put(c("adjusted_mean", outcome, visits[i], name, "mmrm"),
        c(follow_up = mean[["difference"]], setNames(mean[c("difference", "low", "high")] - start,
          c("change", "low", "high"))))
    }
    for (pair in PAIRS) for (i in seq_along(visits)) {
      places <- match(pair, methods)
      put(c("between", outcome, visits[i], pair, "mmrm"), fit(places[1], places[2], i, 0.95))
      put(c("shown", outcome, visits[i], pair, "mmrm"), fit(places[1], places[2], i, SCORE_LEVEL)[c("low", "high")])
    }
  }
  analyses <- c("ancova_hc3", "ancova", "welch_change", "student_change", "welch_follow_up", "mann_whitney_change",
    "mmrm")
  number <- function(...) found[[paste(c(...), collapse = BETWEEN)]]
  for (one in SCORES) for (analysis in analyses) {
    if (length(FAMILY) < 3) next
    of <- function(word) sapply(FAMILY, function(pair) {
      known <- number(word, one[[1]], one[[2]], pair, analysis, "p_value")
      if (is.null(known)) NA else known
    })
    p <- of("between")
    adjusted <- p.adjust(p, "holm")
    for (i in which(!is.na(p))) {
      put(c("pairwise", one[[1]], one[[2]], FAMILY[[i]], analysis), c(p_value = p[i], p_holm = adjusted[i]))
    }
    shown <- of("shown")
    if (all(is.na(shown))) next
    adjusted <- p.adjust(ifelse(is.na(shown), p, shown), "holm")
    for (i in which(!is.na(adjusted))) {
      put(c("shown", one[[1]], one[[2]], FAMILY[[i]], analysis), c(p_value = adjusted[i]))
    }
  }
  for (one in SCORES) for (pair in PAIRS) {
    place <- c(one[[1]], one[[2]], pair, ANALYSIS)
    interval <- lapply(c("low", "high"), function(key) {
      shown <- number("shown", place, key)
      if (is.null(shown)) number("between", place, key) else shown
    })
    if (any(sapply(interval, is.null)) || !one[[1]] %in% names(MATTERS)) next
    flows <- sapply(pair, function(name) sapply(c("with_baseline", "analysed", "died_after_baseline"),
      function(key) number("flow", one[[1]], one[[2]], name, key)))
    put(c("unobserved", one[[1]], one[[2]], pair, ANALYSIS), unobserved(unlist(interval), flows, one[[1]]))
  }
  if ("operation_quarter" %in% names(data$covariates)) for (pair in PAIRS) {
    put(c("overlap", pair[1]), setNames(overlap(data$covariates$operation_quarter, method, pair), pair[2]))
  }
  before <- Filter(function(one) one[[2]] == "baseline", SCORES)
  for (one in before) for (name in methods) {
    of_all <- data$scored[[at(one[[1]], "baseline")]]
    put(c("mean", one[[1]], "baseline", name), mean_with_limits(of_all[which(method == name)]))
  }
  scores <- setNames(lapply(before, function(one) data$scored[[at(one[[1]], "baseline")]]),
    vapply(before, function(one) paste(one[[1]], "baseline"), ""))
  described <- c(data$covariates, scores)
  for (name in names(described)) {
    n_kinds <- if (name %in% names(QUARTERS)) N_QUARTERS else KINDS[[name]]$n
    described_by(described[[name]], method, methods, n_kinds,
      function(word, place, values) put(c(word, name, place), values))
  }
  # A death: a cell says died; who has a score after the procedure, or a cell that says alive, and no such cell is not.
  dead <- Reduce(`|`, data$died, data$told %in% 1)
  is_after <- sapply(SCORES, `[[`, 2) != "baseline"
  seen <- Reduce(`|`, lapply(data$scored[is_after], function(scores) !is.na(scores)), dead | !is.na(data$told))
  events <- c(list(death = ifelse(seen, as.numeric(dead), NA))[!"death" %in% names(EVENTS)], data$happened)
  for (event in names(events)) {
    answers <- events[[event]]
    of_kind <- data$kinds_of_events[[event]]
    kinds <- in_order(unlist(of_kind))
    counted(answers, method, methods, function(word, place, values) put(c(word, event, "any", place), values))
    for (i in seq_along(kinds)) for (level in c(kinds[i], paste("kind", i))) { # rare ones are EXPECTED by their place
      flags <- ifelse(is.na(answers), NA, as.numeric(vapply(of_kind, function(own) kinds[i] %in% own, NA)))
      counted(flags, method, methods, function(word, place, values) put(c(word, event, level, place), values))
    }
    differences(answers, data, "", function(pair, values) put(c("shown_rate", event, pair), values))
    for (pair in PAIRS) if ("centre" %in% names(data$covariates)) {
      put(c("within_centres", event, "any", pair),
        within_centres(answers, method, data$covariates$centre, pair[1], pair[2]))
    }
  }
  for (event in names(data$lesions)) {
    by_lesion(data$lesions[[event]], method, methods, function(word, place, values) put(c(word, event, place), values))
  }
  if ("leakage" %in% names(events)) {
    exposed(ifelse(is.na(method), NA, events$leakage), data$covariates, put)
    if ("detection" %in% names(data$covariates)) {
      looked_for(method, methods, data$covariates$detection,
        function(name, way, n) put(c("detection", "leakage", name, way), c(n = n)))
    }
  }
  found
}

arguments <- commandArgs(trailingOnly = TRUE)
named <- if (length(arguments)) arguments[1] else FILE
if (!file.exists(named)) stop("There is no file ", named, ". Name your registry: Rscript rebuild.R FILE", call. = FALSE)
found <- rebuild(named)
away <- mapply(function(name, expected) {
  value <- found[[name]]
  if (is.null(value) || is.na(value)) Inf else abs(value - expected) / max(1, abs(expected))
}, EXPECTED_NAMES, EXPECTED)
is_model <- grepl(paste0(BETWEEN, "mmrm", BETWEEN), EXPECTED_NAMES, fixed = TRUE)
is_away <- away > ifelse(is_model, 1e-5, 1e-9)
for (i in which(is_away)) {
  cat("DIFFERS", EXPECTED_NAMES[i], EXPECTED[i], format(found[[EXPECTED_NAMES[i]]], digits = 15), "\n", sep = "\t")
}
for (listed in names(NOT_REBUILT)) cat(NOT_REBUILT[[listed]], "numbers of the list", listed, "are not rebuilt here\n")
largest <- format(max(away), digits = 2)
cat(length(EXPECTED), "numbers,", sum(is_away), "differ; largest relative difference", largest, "\n")
quit(status = if (any(is_away)) 1 else 0)
