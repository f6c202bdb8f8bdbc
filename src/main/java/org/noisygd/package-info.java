// SPDX-License-Identifier: Apache-2.0
/**
 * A numerical reference for perturbed gradient descent on nonconvex matrix factorization.
 *
 * <p>Which package to open, in the order in which they build on each other; each imports only from
 * those above it, and {@code spectral} never from {@code theory}:
 *
 * <ul>
 *   <li>{@code random}: any word of any random stream at once (Philox4x64-10).
 *   <li>{@code arithmetic}: what a number is: {@code Arithmetic<T>} for binary64, double-double,
 *       decimal of any precision, exact dyadic and rational.
 *   <li>{@code table}: results as comma-separated values and Parquet files.
 *   <li>{@code format}: emulated formats for precision studies: their arithmetic, names, fast and
 *       stochastic rounding.
 *   <li>{@code linalg}: immutable matrices over any of these arithmetics.
 *   <li>{@code problem}: the objective and the smoothed objective, their gradients and Hessians,
 *       and the moments of one perturbed update.
 *   <li>{@code theory}: the closed forms of the lemmas and theorems, each with its hypotheses.
 *   <li>{@code stationary}: the noise phase in closed form: its rate and the law it settles in.
 *   <li>{@code interval}: intervals that enclose what was computed with them.
 *   <li>{@code polynomial}: exact algebra of integer matrices and polynomials.
 *   <li>{@code spectral}: eigenvalues by computation, approximate or as rigorous enclosures.
 *   <li>{@code check}: what a check is, and how a claim is known.
 *   <li>{@code crosscheck}: where {@code theory} and {@code spectral} are held against each other.
 *   <li>{@code noise}: Gaussian numbers by position, the same bits in every language.
 *   <li>{@code descent}: one perturbed update, gradient descent, and whole runs.
 *   <li>{@code bounds}: how far a legal program's rounding may take it from the exact result.
 *   <li>{@code kernel}: fast kernels, each tested bit for bit against a readable one.
 *   <li>{@code ensemble}: many replicates of one run, by these kernels, on all processors.
 *   <li>{@code fixedpoint}: fast updates at many digits, defined bit for bit.
 *   <li>{@code trace}: runs in files: strict reader, writer, how a literal becomes a number.
 *   <li>{@code protocol}: what a candidate is asked and how its replies are read.
 *   <li>{@code vector}: questions whose answers tell known mistakes from all legal orders.
 *   <li>{@code golden}: the golden data, how every byte of them is made, and their checks.
 *   <li>{@code proofs}: has Coq check what is proved by machine.
 *   <li>{@code oracle}: the reference as a candidate.
 *   <li>{@code mistake}: the catalogue of known mistakes, each carried out exactly.
 *   <li>{@code cases}: the cases that a candidate is asked.
 *   <li>{@code law}: the tests of random images.
 *   <li>{@code judge}: the verdict on one answer.
 *   <li>{@code diagnosis}: which known mistake reproduces the numbers.
 *   <li>{@code conformance}: whole candidates and traces, from the first request to the conclusion.
 *   <li>{@code coupled}: runs in several arithmetics under the same noise.
 *   <li>{@code observation}: what is measured along them: phases, drift ratio, counts, course.
 *   <li>{@code study}: what an arithmetic does to the drift towards balance.
 *   <li>{@code distance}: how far runs in different arithmetics come apart, against a bound.
 *   <li>{@code rival}: the update rules that a user would compare with Perturbed GD.
 *   <li>{@code rollout}: whole runs of those rules, many replicates at once.
 *   <li>{@code paper}: the paper's experiments run anew, and its theory beside them.
 *   <li>{@code prediction}: what closed forms predict of runs, held against them.
 *   <li>{@code coverage}: Theorem 1 as an experiment, with exact binomial intervals.
 *   <li>{@code bias}: which optimum each rule picks, and what the noise's law changes.
 *   <li>{@code workload}: what a benchmark has computed.
 *   <li>{@code ours}: this project's implementations at that work.
 *   <li>{@code peer}: other libraries at that work.
 *   <li>{@code benchmark}: what an update costs, ours and others', compared before they are timed.
 *   <li>{@code grid}: the axes of a sweep, and what is measured at a point of it.
 *   <li>{@code sweep}: precision studies over grids, in cells that are written once and for all.
 *   <li>{@code chart}: lines, heat maps, box plots and surfaces as SVG.
 *   <li>{@code page}: HTML pages, files and the terminal, whatever is shown on them.
 *   <li>{@code verification}: the reference's verification of itself, run and reported.
 *   <li>{@code judgement}: the verdict on a candidate as table, JSON, JUnit XML and HTML.
 *   <li>{@code exhibit}: the paper's experiments as a page, a table, JSON and CSV.
 *   <li>{@code findings}: precision studies as table, JSON, CSV and HTML.
 *   <li>{@code comparison}: the same of those that are held against theory.
 *   <li>{@code report}: benchmarks as table, JSON and HTML.
 *   <li>{@code option}: options that several commands share.
 *   <li>{@code cli}: the command line.
 * </ul>
 *
 * <p>Shapes are checked when the code is compiled: {@link org.noisygd.shape.qual.Shape} says how
 * they are written.
 */
package org.noisygd;
