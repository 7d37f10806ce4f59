# How answers are collected and written: a flat list of keys, 17 digits, NaN as null, Inf as "Infinity".
answers <- list()

put <- function(key, value) answers[[key]] <<- if (is.null(value)) NA else value

# One key per named value: record("d1/t", list(p = 0.1)) puts "d1/t/p".
record <- function(key, values) for (name in names(values)) put(paste0(key, "/", name), values[[name]])

# The value of an expression, or NULL after keeping R's error under <key>/error.
attempt <- function(key, expression) {
  tryCatch(expression, error = function(e) {
    put(paste0(key, "/error"), paste0("ERROR: ", conditionMessage(e)))
    NULL
  })
}

between <- function(value, low, high) pmin(high, pmax(low, value))

json_number <- function(value) {
  ifelse(is.na(value), "null",
         ifelse(is.infinite(value), ifelse(value > 0, '"Infinity"', '"-Infinity"'), sprintf("%.17g", as.numeric(value))))
}

json <- function(value) {
  if (is.list(value)) {
    return(paste0("{", paste0('"', names(value), '":', vapply(value, json, ""), collapse = ","), "}"))
  }
  if (is.character(value)) {
    text <- paste0('"', gsub('"', "'", gsub("[\n\\\\]", " ", value)), '"')
    if (!is.null(names(value)) && length(value) > 1) {
      return(paste0("{", paste0('"', names(value), '":', text, collapse = ","), "}"))
    }
  } else if (is.logical(value) && !all(is.na(value))) {
    text <- ifelse(value, "true", "false")
  } else {
    text <- json_number(value)
  }
  if (length(text) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}

write_answers <- function(file) {
  lines <- paste0('"', names(answers), '": ', vapply(answers, json, ""), collapse = ",\n")
  writeLines(paste0("{\n", lines, "\n}"), file)
  cat(length(answers), "keys in", file, "\n")
}
