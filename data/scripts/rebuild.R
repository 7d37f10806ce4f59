# Written by Trocar. It reads your own file again, rebuilds the numbers and compares each with what Trocar printed.
# It needs R 4 alone for csv; for xlsx the package readxl, else save the sheet as csv (UTF-8) with its rows as they are.
# Run it with the name of your file: Rscript rebuild.R FILE
# Not rebuilt here: models with covariates.
# Nothing of the patients is in this script but the numbers of the rows that were analysed.

# ---- what was decided (filled in by Trocar) ----
# ---- end of what was decided ----

USUAL_CODES <- c(-7, -8, -9, -77, -88, -99, -777, -888, -999, -9999, 77, 88, 99, 777, 888, 999, 7777, 8888, 9999)

# A cell as text: full-width digits folded, blanks single, whole numbers without a point.
plain <- function(text) {
  text <- chartr("\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff05\uff0b\u3000", "0123456789.%+ ", text)
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
  if (is.na(text) || text %in% c("", "-", "--", "\u2014", "/", "\u4e00", "\u00d7", "#", ".", "?", "*")) return(c(NA, NA))
  if (grepl("^[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?$", text, ignore.case = TRUE)) return(c(as.numeric(text), NA))
  found <- take("^([-+]?[0-9]{1,3},[0-9]{1,2})$", NA)
  if (is.null(found)) found <- take(paste0("^", value, "\\s*(?:\u5206|\u70b9|points?|pts?|score|/10\u5206|cm|\u5398\u7c73)$"), NA)
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

# All cells of a sheet as text, rows and columns as in Excel.
cells <- function(file, place) {
  if (grepl("\\.xls[xm]?$", file, ignore.case = TRUE)) {
    if (!requireNamespace("readxl", quietly = TRUE)) stop("For xlsx install the package readxl, or save the sheet as csv.")
    last <- max(unlist(place$rows))
    width <- max(METHOD_COLUMN, VISIT_COLUMN, PROCEDURE_COLUMN, PATIENT_COLUMNS, unlist(lapply(SCORES, `[[`, 3)), unlist(lapply(EVENTS, `[[`, "column")))
    limits <- readxl::cell_limits(c(1, 1), c(last, width), sheet = place$sheet)
    return(as.matrix(readxl::read_excel(file, range = limits, col_names = FALSE, col_types = "text", .name_repair = "minimal")))
  }
  first <- readLines(file, n = 1, warn = FALSE)
  separators <- c(",", ";", "\t")
  counts <- sapply(separators, function(one) sum(gregexpr(one, first, fixed = TRUE, useBytes = TRUE)[[1]] > 0))
  separator <- separators[which.max(counts)]
  encoding <- if (validUTF8(paste(readLines(file, warn = FALSE), collapse = ""))) "UTF-8" else "GB18030"
  as.matrix(read.csv(file, header = FALSE, sep = separator, colClasses = "character", fileEncoding = encoding,
    blank.lines.skip = FALSE, na.strings = ""))
}

described <- function(values) {
  quarter <- quantile(values, c(0.25, 0.5, 0.75), names = FALSE)
  c(mean = mean(values), sd = sd(values), median = quarter[2], q1 = quarter[1], q3 = quarter[3])
}

within_method <- function(before, after) {
  change <- round(after - before, 9)
  found <- c(n = length(change))
  if (length(change) == 0) return(found)
  for (one in list(list("baseline", before), list("follow_up", after), list("change", change))) {
    values <- described(one[[2]])
    found <- c(found, setNames(values, paste(one[[1]], names(values), sep = "_")))
  }
  if (length(change) > 1 && sd(change) > 1e-12) {
    test <- t.test(after, before, paired = TRUE)
    found <- c(found, paired_t = unname(test$statistic), paired_p = test$p.value,
      change_low = test$conf.int[1], change_high = test$conf.int[2])
    if (any(change != 0)) found <- c(found, signed_rank_p = suppressWarnings(wilcox.test(change))$p.value)
  }
  found
}

# Differences of adjusted means of all pairs, with HC3 or ordinary standard errors.
ancova <- function(groups, a, b, robust) {
  before <- unlist(lapply(groups, `[[`, "before"))
  after <- unlist(lapply(groups, `[[`, "after"))
  method <- factor(rep(names(groups), sapply(groups, function(one) length(one$before))), levels = names(groups))
  fit <- lm(after ~ 0 + method + before)
  if (anyNA(coef(fit)) || df.residual(fit) < 1 || (robust && max(hatvalues(fit)) > 1 - 1e-9)) return(NULL)
  design <- model.matrix(fit)
  covariance <- vcov(fit)
  if (robust) {
    inverse <- solve(crossprod(design))
    covariance <- inverse %*% crossprod(design * (resid(fit) / (1 - hatvalues(fit)))) %*% inverse
  }
  contrast <- (names(groups) == a) - (names(groups) == b)
  contrast <- c(contrast, 0)
  difference <- sum(contrast * coef(fit))
  error <- sqrt(drop(t(contrast) %*% covariance %*% contrast))
  reach <- qt(0.975, df.residual(fit)) * error
  c(difference = difference, low = difference - reach, high = difference + reach,
    p_value = 2 * pt(-abs(difference / error), df.residual(fit)))
}

two_means <- function(a, b, equal) {
  if (sd(a) < 1e-12 && sd(b) < 1e-12) return(NULL)
  test <- t.test(a, b, var.equal = equal)
  c(difference = mean(a) - mean(b), low = test$conf.int[1], high = test$conf.int[2], p_value = test$p.value)
}

# Hodges and Lehmann's difference; its limits are differences themselves.
shift <- function(a, b) {
  of_a <- table(a)
  of_b <- table(b)
  differences <- as.vector(outer(sort(unique(a)), sort(unique(b)), "-"))
  up_to <- cumsum(as.vector(outer(as.numeric(of_a), as.numeric(of_b)))[order(differences)])
  differences <- sort(differences)
  total <- as.numeric(length(a)) * length(b)
  n <- as.numeric(length(a)) + length(b)
  at <- function(rank) differences[which(up_to >= rank)[1]]
  found <- c(difference = (at((total + 1) %/% 2) + at(total %/% 2 + 1)) / 2)
  if (length(unique(a)) == 1 && length(unique(b)) == 1) return(found)
  if (max(length(a), length(b)) < 50 && !anyDuplicated(c(a, b))) {
    rank <- max(qwilcox(0.025, length(a), length(b)), 1)
  } else {
    ties <- sum(sapply(list(of_a, of_b), function(one) sum(as.numeric(one)^3 - as.numeric(one))))
    spread <- sqrt(total / 12 * (n + 1 - ties / (n * (n - 1))))
    rank <- min(max(ceiling(total / 2 - 0.5 - qnorm(0.975) * spread), 1), (total + 1) %/% 2)
  }
  c(found, low = at(rank), high = at(total + 1 - rank))
}

# The difference in pooled standard deviations with Hedges's correction; limits by the noncentral t distribution.
hedges_g <- function(a, b) {
  df <- length(a) + length(b) - 2
  unit <- sqrt(1 / length(a) + 1 / length(b))
  error <- unit * sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / df)
  if (error < 1e-12) return(NULL)
  t <- (mean(a) - mean(b)) / error
  factor <- unit * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  reach <- 10 * sqrt(1 + t^2 / (2 * df))
  limit <- function(share) uniroot(function(nc) suppressWarnings(pt(abs(t), df, nc)) - share,
    abs(t) + c(-reach, reach), tol = 1e-13)$root
  limits <- c(limit(0.975), limit(0.025))
  if (t < 0) limits <- -rev(limits)
  c(difference = t * factor, low = limits[1] * factor, high = limits[2] * factor)
}

# Share of pairs with a above b minus share with a below b; limits as by Feng and Cliff (2004).
cliffs_delta <- function(a, b) {
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
  if (variance <= 0) return(c(difference = delta))
  z <- qnorm(0.975)
  half <- z * sqrt(variance * ((1 - delta^2)^2 + z^2 * variance))
  divisor <- 1 - delta^2 + z^2 * variance
  c(difference = delta, low = (delta - delta^3 - half) / divisor, high = (delta - delta^3 + half) / divisor)
}

between_methods <- function(groups, a, b) {
  one <- groups[[a]]
  other <- groups[[b]]
  change_a <- round(one$after - one$before, 9)
  change_b <- round(other$after - other$before, 9)
  if (min(sd(unlist(lapply(groups, `[[`, "before"))), sd(unlist(lapply(groups, `[[`, "after")))) < 1e-12) return(list())
  list(
    ancova_hc3 = ancova(groups, a, b, TRUE), ancova = ancova(groups, a, b, FALSE),
    welch_change = two_means(change_a, change_b, FALSE), student_change = two_means(change_a, change_b, TRUE),
    welch_follow_up = two_means(one$after, other$after, FALSE),
    mann_whitney_change = c(p_value = suppressWarnings(wilcox.test(change_a, change_b))$p.value, shift(change_a, change_b)),
    hedges_g = hedges_g(change_a, change_b), cliffs_delta = cliffs_delta(change_a, change_b)
  )
}

wilson <- function(x, n) {
  z <- qnorm(0.975)
  middle <- (x + z^2 / 2) / (n + z^2)
  reach <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  c(max(0, middle - reach), min(1, middle + reach))
}

rate_difference <- function(x1, n1, x2, n2) {
  one <- wilson(x1, n1)
  other <- wilson(x2, n2)
  difference <- x1 / n1 - x2 / n2
  c(difference = difference,
    newcombe_low = difference - sqrt((x1 / n1 - one[1])^2 + (other[2] - x2 / n2)^2),
    newcombe_high = difference + sqrt((one[2] - x1 / n1)^2 + (x2 / n2 - other[1])^2),
    fisher_p = fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value)
}

# The 95% limits of x of n: exact where it is none or all, else Wilson's.
share <- function(x, n) if (x %in% c(0, n)) as.numeric(binom.test(x, n)$conf.int) else wilson(x, n)

# Overall tests of three methods or more: of the model, and of the changes.
overall <- function(groups) {
  if (length(groups) < 3) return(list())
  sizes <- sapply(groups, function(one) length(one$before))
  data <- data.frame(before = unlist(lapply(groups, `[[`, "before")), after = unlist(lapply(groups, `[[`, "after")),
    method = factor(rep(names(groups), sizes)))
  data$change <- round(data$after - data$before, 9)
  if (min(tapply(data$change, data$method, sd)) < 1e-12) return(list())
  of <- function(test) {
    c(statistic = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]), p_value = test$p.value)
  }
  fit <- lm(after ~ before + method, data)
  model <- if (anyNA(coef(fit))) NULL else drop1(fit, ~ method, test = "F")
  list(anova = of(oneway.test(change ~ method, data, var.equal = TRUE)), welch_anova = of(oneway.test(change ~ method, data)),
    kruskal = of(kruskal.test(change ~ method, data)),
    ancova_f = if (!is.null(model)) c(statistic = model[2, "F value"], df1 = model[2, "Df"], df2 = df.residual(fit),
      p_value = model[2, "Pr(>F)"]))
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

responder_difference <- function(one, other) {
  found <- c()
  for (ending in c("", "_missing_as_failure")) {
    n <- of_how_many(one, ending != "")
    m <- of_how_many(other, ending != "")
    if (n == 0 || m == 0) next
    values <- rate_difference(one[["improved"]], n, other[["improved"]], m)
    found <- c(found, setNames(values, paste0(c("difference", "low", "high", "p_value"), ending)))
  }
  found
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
      leverage <- leverage + one$xx[a, b] * spread[(a - 1) * visits + seq_len(visits), (b - 1) * visits + seq_len(visits)]
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
  list(score = sapply(elements, function(one) sum(one * fit$gradient)), information = (information + t(information)) / 2,
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
  loss <- function(values) tryCatch(-restricted(sums, tcrossprod(root(values)))$likelihood, error = function(reason) Inf)
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

# MMRM: a function that gives the values of two methods (by number) at a visit; NULL where it is not fitted.
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
    function(a, b, visit) {
      contrast <- matrix(0, ncol(after), nrow(fit$coefficients))
      contrast[visit, a] <- 1
      contrast[visit, b] <- -1
      contrast <- as.vector(contrast)
      of <- function(matrix) drop(t(contrast) %*% matrix %*% contrast)
      slopes <- sapply(found$spreads, of)
      df <- 2 * of(fit$spread)^2 / drop(t(slopes) %*% of_covariance %*% slopes)
      difference <- sum(contrast * as.vector(t(fit$coefficients))) * scale[visit]
      error <- sqrt(of(fit$spread)) * scale[visit]
      reach <- qt(0.975, df) * error
      c(difference = difference, low = difference - reach, high = difference + reach,
        p_value = 2 * pt(-abs(difference / error), df))
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
  }
  happened <- lapply(EVENTS, function(event) {
    answers <- unname(event$answers[match(written(event$column), names(event$answers))])
    found <- rep(NA_real_, n)
    for (answer in c(0, 1)) found[patient[which(answers == answer)]] <- answer
    found
  })
  list(method = by_patient, scored = scored, died = died, happened = happened)
}

rebuild <- function(file) {
  data <- read_patients(file)
  method <- data$method
  of_all <- sapply(PLACES, `[[`, "method")
  methods <- unique(c(of_all[of_all != ""], unname(METHODS)))
  found <- list()
  put <- function(place, values) for (key in names(values)) found[[paste(c(place, key), collapse = SEPARATOR)]] <<- values[[key]]
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
      put(c("within", outcome, visit, name), within_method(before[here], after[here]))
      if (length(here) > 2) groups[[name]] <- list(before = before[here], after = after[here])
    }
    for (pair in PAIRS) {
      if (!all(pair %in% names(groups))) next
      compared <- between_methods(groups, pair[1], pair[2])
      for (analysis in names(compared)) put(c("between", outcome, visit, pair, analysis), compared[[analysis]])
    }
    tests <- overall(groups)
    for (test in names(tests)) put(c("omnibus", outcome, visit, test), tests[[test]])
    for (one in THRESHOLDS) {
      if (one[[1]] != outcome) next
      states <- lapply(setNames(methods, methods), function(name) {
        here <- which(method == name)
        responders(before[here], after[here], data$died[[i]][here], one[[2]], as.numeric(one[[3]]), SCALES[[outcome]], BETTER[[outcome]])
      })
      for (name in methods) put(c("responders", outcome, visit, name, one[[2]], one[[3]]), states[[name]])
      for (pair in PAIRS) {
        put(c("responder_difference", outcome, visit, pair, one[[2]], one[[3]]),
          responder_difference(states[[pair[1]]], states[[pair[2]]]))
      }
    }
  }
  for (outcome in names(TIMED)) {
    visits <- TIMED[[outcome]]
    if (length(visits) < 2 || length(methods) < 2 || length(at(outcome, "baseline")) == 0) next
    after <- do.call(cbind, lapply(visits, function(visit) data$scored[[at(outcome, visit)]]))
    fit <- mixed_model(data$scored[[at(outcome, "baseline")]], after, match(method, methods), length(methods))
    if (is.null(fit)) next
    for (pair in PAIRS) for (i in seq_along(visits)) {
      put(c("between", outcome, visits[i], pair, "mmrm"), fit(match(pair[1], methods), match(pair[2], methods), i))
    }
  }
  analyses <- c("ancova_hc3", "ancova", "welch_change", "student_change", "welch_follow_up", "mann_whitney_change", "mmrm")
  for (one in SCORES) for (analysis in analyses) {
    if (length(PAIRS) < 3) next
    p <- sapply(PAIRS, function(pair) {
      known <- found[[paste(c("between", one[[1]], one[[2]], pair, analysis, "p_value"), collapse = SEPARATOR)]]
      if (is.null(known)) NA else known
    })
    adjusted <- p.adjust(p, "holm")
    for (i in which(!is.na(p))) put(c("pairwise", one[[1]], one[[2]], PAIRS[[i]], analysis), c(p_holm = adjusted[i]))
  }
  # A death: a score's cell says died; who has a score after the procedure and no such cell did not die.
  dead <- Reduce(`|`, data$died)
  is_after <- sapply(SCORES, `[[`, 2) != "baseline"
  seen <- Reduce(`|`, lapply(data$scored[is_after], function(scores) !is.na(scores)), dead)
  events <- c(list(death = ifelse(seen, as.numeric(dead), NA))[!"death" %in% names(EVENTS)], data$happened)
  for (event in names(events)) {
    happened <- events[[event]]
    counts <- lapply(setNames(methods, methods), function(name) {
      known <- happened[which(method == name)]
      c(events = sum(known, na.rm = TRUE), n = sum(!is.na(known)))
    })
    for (name in names(counts)) if (counts[[name]]["n"] > 0) {
      limits <- share(counts[[name]][["events"]], counts[[name]][["n"]])
      rate <- counts[[name]][["events"]] / counts[[name]][["n"]]
      put(c("rate", event, name), c(counts[[name]], rate = rate, low = limits[1], high = limits[2]))
    }
    for (pair in PAIRS) {
      if (!all(pair %in% names(counts)) || any(sapply(counts[pair], `[`, "n") == 0)) next
      one <- counts[[pair[1]]]
      other <- counts[[pair[2]]]
      put(c("rate_difference", event, pair), rate_difference(one[["events"]], one[["n"]], other[["events"]], other[["n"]]))
    }
  }
  found
}

arguments <- commandArgs(trailingOnly = TRUE)
found <- rebuild(if (length(arguments)) arguments[1] else FILE)
away <- mapply(function(name, expected) {
  value <- found[[name]]
  if (is.null(value) || is.na(value)) Inf else abs(value - expected) / max(1, abs(expected))
}, EXPECTED_NAMES, EXPECTED)
is_model <- grepl(paste0(SEPARATOR, "mmrm", SEPARATOR), EXPECTED_NAMES, fixed = TRUE)
is_away <- away > ifelse(is_model, 1e-5, 1e-7)
for (i in which(is_away)) cat("DIFFERS", gsub(SEPARATOR, " \u00b7 ", EXPECTED_NAMES[i], fixed = TRUE), EXPECTED[i], format(found[[EXPECTED_NAMES[i]]], digits = 15), "\n", sep = "\t")
cat(length(EXPECTED), "numbers,", sum(is_away), "differ; largest relative difference", format(max(away), digits = 2), "\n")
quit(status = if (any(is_away)) 1 else 0)
