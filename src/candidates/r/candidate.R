# SPDX-License-Identifier: Apache-2.0
# Starter kit, R with jsonlite: a candidate for ./verify.sh candidate -- Rscript --vanilla candidate.R
#
# Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
# functions under THE MATHEMATICS; the rest can stay as it is. Numbers are printed by sprintf("%.17g"):
# jsonlite's toJSON and R's own print keep 15 digits or fewer, which the judge calls truncated.

# ---------------------------------------------------------------------------------------------------
# THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2. R's matrices lie by columns; only `hessian` cares.
# ---------------------------------------------------------------------------------------------------

loss <- function(M, X, Y) 0.5 * sum((X %*% t(Y) - M)^2)

gradient <- function(M, X, Y) {
  R <- X %*% t(Y) - M
  list(R %*% Y, t(R) %*% X)
}

# Variables in the order X row by row, then Y row by row.
hessian <- function(M, X, Y) {
  d1 <- nrow(X); d2 <- nrow(Y); r <- ncol(X)
  R <- X %*% t(Y) - M
  C <- matrix(0, d1 * r, d2 * r)
  for (i in seq_len(d1)) for (j in seq_len(d2)) {
    # row k, column l: X_il Y_jk, and the residual where k = l
    C[(i - 1) * r + seq_len(r), (j - 1) * r + seq_len(r)] <- outer(Y[j, ], X[i, ]) + R[i, j] * diag(r)
  }
  rbind(cbind(kronecker(diag(d1), t(Y) %*% Y), C), cbind(t(C), kronecker(diag(d2), t(X) %*% X)))
}

hvp <- function(M, X, Y, dX, dY) {
  R <- X %*% t(Y) - M
  dR <- dX %*% t(Y) + X %*% t(dY)
  list(dR %*% Y + R %*% dY, t(dR) %*% X + t(R) %*% dX)
}

# E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
smoothed_loss <- function(M, X, Y, s1, s2) {
  c1 <- nrow(X) * s1^2; c2 <- nrow(Y) * s2^2
  loss(M, X, Y) + 0.5 * (c2 * sum(X^2) + c1 * sum(Y^2) + ncol(X) * c1 * c2)
}

smoothed_gradient <- function(M, X, Y, s1, s2) {
  g <- gradient(M, X, Y)
  list(g[[1]] + nrow(Y) * s2^2 * X, g[[2]] + nrow(X) * s1^2 * Y)
}

smoothed_hessian <- function(M, X, Y, s1, s2) {
  H <- hessian(M, X, Y)
  diag(H) <- diag(H) + c(rep(nrow(Y) * s2^2, length(X)), rep(nrow(X) * s1^2, length(Y)))
  H
}

step <- function(M, X, Y, etaX, etaY, noiseX, noiseY) {
  g <- gradient(M, X + noiseX, Y + noiseY)
  list(X - etaX * g[[1]], Y - etaY * g[[2]])
}

sample_images <- function(M, X, Y, etaX, etaY, s1, s2, count, seed) {
  set.seed(seed)  # R takes 31 bits: see hello
  noise <- function(A, s) matrix(s * rnorm(length(A)), nrow(A))
  images <- lapply(seq_len(count), function(n) step(M, X, Y, etaX, etaY, noise(X, s1), noise(Y, s2)))
  list(lapply(images, `[[`, 1), lapply(images, `[[`, 2))
}

# ---------------------------------------------------------------------------------------------------
# READING AND WRITING.
# ---------------------------------------------------------------------------------------------------

as_matrix <- function(rows) matrix(as.numeric(unlist(rows)), nrow = length(rows), byrow = TRUE)

literal <- function(x) sub("NA", "NaN", sub("Inf", "Infinity", sprintf("%.17g", x)))

json <- function(a) {  # of a matrix
  rows <- apply(matrix(literal(a), nrow(a)), 1, paste, collapse = ",")
  paste0("[[", paste(rows, collapse = "],["), "]]")
}

json_list <- function(l) paste0("[", paste(vapply(l, json, ""), collapse = ","), "]")

pair <- function(nameX, nameY, p) sprintf("\"%s\":%s,\"%s\":%s", nameX, json(p[[1]]), nameY, json(p[[2]]))

# ---------------------------------------------------------------------------------------------------
# THE CONVERSATION.
# ---------------------------------------------------------------------------------------------------

ops <- c("loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian",
         "step", "run", "sample")

run <- function(q, M, X, Y) {
  record <- as.numeric(unlist(q$record))
  states <- character(0)
  for (t in 0:length(q$noiseX)) {
    if (t %in% record) states <- c(states, sprintf("{\"t\":%d,%s}", t, pair("X", "Y", list(X, Y))))
    if (t < length(q$noiseX)) {
      new <- step(M, X, Y, q$etaX, q$etaY, as_matrix(q$noiseX[[t + 1]]), as_matrix(q$noiseY[[t + 1]]))
      X <- new[[1]]; Y <- new[[2]]
    }
  }
  sprintf("\"states\":[%s]", paste(states, collapse = ","))
}

answer <- function(q) {
  if (q$op == "hello")
    return(sprintf("\"name\":\"starter kit, R\",\"language\":\"R\",\"arithmetic\":\"binary64\",\"seedBits\":31,\"ops\":[%s]",
                   paste0("\"", ops, "\"", collapse = ",")))
  if (q$op == "bye") return("\"bye\":true")
  if (!(q$op %in% ops)) return("\"unsupported\":true")
  M <- as_matrix(q[["M"]]); X <- as_matrix(q[["X"]]); Y <- as_matrix(q[["Y"]])
  switch(q$op,
    loss = paste0("\"loss\":", literal(loss(M, X, Y))),
    gradient = pair("gradX", "gradY", gradient(M, X, Y)),
    hessian = paste0("\"hessian\":", json(hessian(M, X, Y))),
    hvp = pair("hvpX", "hvpY", hvp(M, X, Y, as_matrix(q$dX), as_matrix(q$dY))),
    smoothed_loss = paste0("\"loss\":", literal(smoothed_loss(M, X, Y, q$sigma1, q$sigma2))),
    smoothed_gradient = pair("gradX", "gradY", smoothed_gradient(M, X, Y, q$sigma1, q$sigma2)),
    smoothed_hessian = paste0("\"hessian\":", json(smoothed_hessian(M, X, Y, q$sigma1, q$sigma2))),
    step = pair("X", "Y", step(M, X, Y, q$etaX, q$etaY, as_matrix(q$noiseX), as_matrix(q$noiseY))),
    run = run(q, M, X, Y),
    sample = {
      images <- sample_images(M, X, Y, q$etaX, q$etaY, q$sigma1, q$sigma2, q$count, q$seed)
      sprintf("\"X\":%s,\"Y\":%s", json_list(images[[1]]), json_list(images[[2]]))
    })
}

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  q <- jsonlite::fromJSON(line, simplifyVector = FALSE)
  # an error is told to the harness, which calls it a failed case
  reply <- tryCatch(answer(q), error = function(e)
    sprintf("\"error\":\"%s\"", gsub("[\"\\\\\n]", " ", conditionMessage(e))))
  cat(sprintf("{\"id\":%.0f,", q$id), reply, "}\n", sep = "")
  flush(stdout())
  if (q$op == "bye") break
}
