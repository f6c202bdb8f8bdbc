(* SPDX-License-Identifier: Apache-2.0 *)
(* Trace.v: the smoothed objective is F plus the trace of its Hessian, weighted by the variances.

   The trace of a quadratic form is the sum of its values at the unit matrices of one factor.
   Main results: trace_hessianX, trace_hessianY, smoothing_trace, smoothing_prefers_small_trace.
   Paper's place: Section 6 (flat optima). *)
From NoisyGD Require Import Algebra Frobenius Objective.

Section Trace.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition trace_hessX X Y : R := \sum_i \sum_k hess M X Y (delta_mx i k) 0.
Definition trace_hessY X Y : R := \sum_j \sum_k hess M X Y 0 (delta_mx j k).

Lemma normsq_delta_mul m n (Y : 'M[R]_(n, r)) (i : 'I_m) k :
  normsq (delta_mx i k *m Y^T) = (Y^T *m Y) k k.
Proof. rewrite /normsq inner_mulr trmxK -mulmxA /inner trmx_delta mulmxA mul_delta_mx.
  move: (Y^T *m Y) => P; rewrite /mxtrace (bigD1 k) //= big1 => [|j jk].
    rewrite addr0 mxE (bigD1 k) //= mxE !eqxx mul1r big1 ?addr0 // => j jk.
    by rewrite mxE (negPf jk) andbF mul0r.
  by rewrite mxE big1 // => l _; rewrite mxE (negPf jk) mul0r. Qed.

Theorem trace_hessianX X Y : trace_hessX X Y = d1%:R * normsq Y.
Proof. rewrite /trace_hessX (eq_bigr (fun=> normsq Y)) => [|i _].
    by rewrite sumr_const card_ord mulr_natl.
  rewrite [RHS]/normsq /inner /mxtrace; apply: eq_bigr => k _.
  by rewrite /hess !(trmx0, mulmx0, add0r, inner0r, mulr0, addr0) normsq_delta_mul. Qed.
Theorem trace_hessianY X Y : trace_hessY X Y = d2%:R * normsq X.
Proof. rewrite /trace_hessY (eq_bigr (fun=> normsq X)) => [|j _].
    by rewrite sumr_const card_ord mulr_natl.
  rewrite [RHS]/normsq /inner /mxtrace; apply: eq_bigr => k _.
  rewrite /hess !(mul0mx, addr0, inner0r, mulr0) -normsq_tr trmx_mul trmxK.
  by rewrite normsq_delta_mul. Qed.

Theorem smoothing_trace (s1 s2 : R) X Y : Fs M (d2%:R * s2) (d1%:R * s1) X Y =
    F M X Y + (s1 * trace_hessX X Y + s2 * trace_hessY X Y) / 2.
Proof. by rewrite trace_hessianX trace_hessianY /Fs; field. Qed.

(* Among the points of zero loss, noise of equal strength in all entries prefers the one whose
   Hessian has the smaller trace. *)
Theorem smoothing_prefers_small_trace (s : R) X Y X' Y' : 0 < s -> F M X Y = 0 -> F M X' Y' = 0 ->
  (Fs M (d2%:R * s) (d1%:R * s) X Y <= Fs M (d2%:R * s) (d1%:R * s) X' Y') =
  (trace_hessX X Y + trace_hessY X Y <= trace_hessX X' Y' + trace_hessY X' Y').
Proof. move=> s0 f f'; rewrite !smoothing_trace f f' !add0r -!mulrDr -!mulrA.
  by rewrite ler_pM2l // ler_pM2r // invr_gt0 ltr0n. Qed.
End Trace.
