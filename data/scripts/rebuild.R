# Written by Trocar. It reads your own file again, rebuilds the numbers and compares each with what Trocar printed.
# It needs R 4 alone for csv; for xlsx the package readxl, else save the sheet as csv (UTF-8) with its rows as they are.
# Run it with the name of your file: Rscript rebuild.R FILE
# Not rebuilt here: the mixed model (MMRM), models with covariates, effect sizes, and the interval of Hodges and Lehmann.
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
    width <- max(METHOD_COLUMN, sapply(SCORES, `[[`, 3), sapply(EVENTS, `[[`, "column"))
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
    mann_whitney_change = c(difference = median(outer(change_a, change_b, "-")),
      p_value = suppressWarnings(wilcox.test(change_a, change_b))$p.value)
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

rebuild <- function(file) {
  read_rows <- lapply(PLACES, function(place) {
    cells(file, place)[unlist(lapply(place$rows, function(one) one[1]:one[2])), , drop = FALSE]
  })
  text <- function(column) unlist(lapply(read_rows, function(rows) unname(rows[, column])))
  of_all <- sapply(PLACES, `[[`, "method")
  method <- rep(of_all, sapply(read_rows, nrow))
  if (METHOD_COLUMN > 0) {
    of_column <- unname(METHODS[match(plain(text(METHOD_COLUMN)), names(METHODS))])
    method <- ifelse(method == "", of_column, method)
  }
  methods <- unique(c(of_all[of_all != ""], unname(METHODS)))
  found <- list()
  put <- function(place, values) for (key in names(values)) found[[paste(c(place, key), collapse = SEPARATOR)]] <<- values[[key]]
  read <- lapply(SCORES, function(one) {
    unname(sapply(text(one[[3]]), score, scale = SCALES[[one[[1]]]], no_scores = NO_SCORES[[one[[1]]]]))
  })
  for (i in seq_along(SCORES)) {
    outcome <- SCORES[[i]][[1]]
    visit <- SCORES[[i]][[2]]
    first <- which(sapply(SCORES, function(one) one[[1]] == outcome && one[[2]] == "baseline"))
    if (visit == "baseline" || length(first) == 0) next
    groups <- list()
    for (name in methods) {
      here <- which(method == name & !is.na(read[[first]]) & !is.na(read[[i]]))
      put(c("within", outcome, visit, name), within_method(read[[first]][here], read[[i]][here]))
      if (length(here) > 2) groups[[name]] <- list(before = read[[first]][here], after = read[[i]][here])
    }
    for (pair in PAIRS) {
      if (!all(pair %in% names(groups))) next
      compared <- between_methods(groups, pair[1], pair[2])
      for (analysis in names(compared)) put(c("between", outcome, visit, pair, analysis), compared[[analysis]])
    }
  }
  for (event in names(EVENTS)) {
    answers <- EVENTS[[event]]$answers
    happened <- unname(answers[match(plain(text(EVENTS[[event]]$column)), names(answers))])
    counts <- lapply(setNames(methods, methods), function(name) {
      known <- happened[which(method == name)]
      c(events = sum(known, na.rm = TRUE), n = sum(!is.na(known)))
    })
    for (name in names(counts)) if (counts[[name]]["n"] > 0) put(c("rate", event, name), counts[[name]])
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
for (i in which(away > 1e-7)) cat("DIFFERS", gsub(SEPARATOR, " \u00b7 ", EXPECTED_NAMES[i], fixed = TRUE), EXPECTED[i], format(found[[EXPECTED_NAMES[i]]], digits = 15), "\n", sep = "\t")
cat(length(EXPECTED), "numbers,", sum(away > 1e-7), "differ; largest relative difference", format(max(away), digits = 2), "\n")
quit(status = if (any(away > 1e-7)) 1 else 0)
