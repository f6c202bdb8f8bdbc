(* SPDX-License-Identifier: Apache-2.0 *)
(* PairLaw.v: on one singular pair the linearised law has exactly one stationary covariance.

   diag(etaX, etaY) H on the plane of a singular pair (PhaseThree.v) is diagonalisable, over a real closed field; so where its rates keep
   I - diag(etaX, etaY) H contracting, Stein.v's hypotheses hold, whatever the steps, gamma and the noise's covariance.

   Main results: rates_diagonal, pair_law, pair_law_covariance (symmetric and positive semidefinite if that of the noise is).
   Depends on: BlockDeterminant, PhaseThree, Stein.
   Paper's place: Section 3, Phase III (where it ends; not in the paper). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import BlockDeterminant PhaseThree Stein.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section PairLaw.
Variables (R : rcfType) (g c s etaX etaY : R).
Hypotheses (g0 : 0 < g) (etaX0 : 0 < etaX) (etaY0 : 0 < etaY).
Local Notation B := (rate_matrix g c s etaX etaY).
Local Notation sum := (rate_sum g s etaX etaY).
Local Notation product := (rate_product c s etaX etaY).

Definition pair_row (x y : R) : 'rV[R]_2 := \row_(i < 2) if i == 0 :> nat then x else y.
Theorem rates_diagonal l1 l2 : char_poly B = ('X - l1%:P) * ('X - l2%:P) ->
  exists2 S : 'M[R]_2, S \in unitmx &
    exists a b, [/\ a + b = sum, a * b = product & B = S *m diag_mx (pair_row a b) *m invmx S].
Proof.
move=> /(rate_sumE g0) [/esym hs /esym hp]; have gn : g != 0 by rewrite gt_eqF.
have [m0|mn] := eqVneq (s - 2 * c) 0.
  exists 1%:M; first exact: unitmx1.
  exists (etaX * (s / g)), (etaY * (g * s)); split=> //.
    have -> : product = etaX * etaY * (s ^+ 2 - (s - 2 * c) ^+ 2) by rewrite /rate_product; ring.
    by rewrite m0; field.
  rewrite mul1mx invmx1 mulmx1; apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite !mxE /rate_entry /= ?m0 ?mulr0 ?mulr1n ?mulr0n //.
pose x := etaX * (s - 2 * c); pose A := etaX * (s / g).
have xn : x != 0 by rewrite mulf_neq0 // gt_eqF.
pose F (i j : nat) : R := if i == 0%N then x else if j == 0%N then l1 - A else l2 - A.
pose S : 'M[R]_2 := \matrix_(i < 2, j < 2) F i j.
have l12 : l2 - l1 != 0.
  have d0 : 0 < (l2 - l1) ^+ 2.
    have -> : (l2 - l1) ^+ 2 = (etaX * (s / g) - etaY * (g * s)) ^+ 2 + 4 * (etaX * etaY) * (s - 2 * c) ^+ 2.
      have -> : (l2 - l1) ^+ 2 = (l1 + l2) ^+ 2 - 4 * (l1 * l2) by ring.
      by rewrite hs hp /rate_sum /rate_product; field.
    have mm : 0 < (s - 2 * c) ^+ 2 by rewrite lt_def sqrf_eq0 mn sqr_ge0.
    by rewrite ltr_wpDl ?sqr_ge0 // mulr_gt0 // mulr_gt0 ?ltr0n // mulr_gt0.
  by apply: contraTneq d0 => ->; rewrite expr0n /= ltxx.
have uS : S \in unitmx.
  rewrite unitmxE /S (det2 F) /F /= unitfE.
  have -> : x * (l2 - A) - x * (l1 - A) = x * (l2 - l1) by ring.
  by rewrite mulf_neq0.
exists S => //; exists l1, l2; split=> //.
suff h : B *m S = S *m diag_mx (pair_row l1 l2) by rewrite -h mulmxK.
have root l : l = l1 \/ l = l2 -> etaY * (s - 2 * c) * x + etaY * (g * s) * (l - A) = (l - A) * l.
  move=> hl; have : l ^+ 2 - (l1 + l2) * l + l1 * l2 = 0 by case: hl => ->; ring.
  rewrite hs hp /rate_sum /rate_product => h; apply/eqP; rewrite -subr_eq0 -oppr_eq0; apply/eqP; rewrite -h /x /A; by field.
apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite mul_mx_diag [LHS]mxE [RHS]mxE !big_ord_recl big_ord0 !mxE /rate_entry /F /= addr0 -/x -/A.
- by ring.
- by ring.
- by apply: root; left.
- by apply: root; right.
Qed.

Hypotheses (c0 : 0 < c) (cs : c < s) (sum4 : sum < 4) (contracts : sum < 2 + product / 2).
Lemma pair_contracts : exists2 S : 'M[R]_2, S \in unitmx & exists2 l : 'rV[R]_2,
  1%:M - B = S *m diag_mx l *m invmx S & forall i, `|l 0 i| < 1.
Proof.
have [l1 [l2 [l12 h]]] := rates_exist c s g0 etaX0 etaY0.
have [S uS [a [b [hs hp hB]]]] := rates_diagonal h; exists S => //.
have p0 : 0 < product by apply: rate_product_pos.
have s0 : 0 < sum by apply: (rate_sum_pos g0 c0 cs).
pose l := pair_row (1 - a) (1 - b); exists l.
  have -> : diag_mx l = 1%:M - diag_mx (pair_row a b).
    by apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite !mxE /= ?mulr1n ?mulr0n ?subrr ?subr0.
  by rewrite mulmxBr mulmxBl mulmx1 mulmxV // -hB.
have [a0 [b0 [a2 b2]]] : 0 < a /\ 0 < b /\ a < 2 /\ b < 2.
  move: p0 s0 sum4 contracts; rewrite -hs -hp => p0 s0 s4 ct.
  have e : 0 < (2 - a) * (2 - b).
    have -> : (2 - a) * (2 - b) = 2 * (2 + a * b / 2 - (a + b)) by field.
    by rewrite mulr_gt0 ?ltr0n // subr_gt0.
  have a0 : 0 < a.
    rewrite ltNge; apply/negP => a0; have b0 : 0 < b by lra.
    by move: p0; rewrite pmulr_lgt0 // ltNge a0.
  have b0 : 0 < b by move: p0; rewrite pmulr_rgt0.
  have a2 : a < 2.
    rewrite ltNge; apply/negP => a2; have b2 : 0 < 2 - b by lra.
    by move: e; rewrite pmulr_lgt0 // subr_gt0 ltNge a2.
  by split=> //; split=> //; split=> //; move: e; rewrite pmulr_rgt0 subr_gt0.
by move=> i; rewrite /l !mxE ltr_norml; case: ifP => _; apply/andP; split; lra.
Qed.
Lemma contracting_products (l : 'rV[R]_2) : (forall i, `|l 0 i| < 1) -> forall i j, l 0 i * l 0 j != 1.
Proof.
move=> small i j; have : `|l 0 i * l 0 j| < 1 by rewrite normrM mulr_ilt1.
by apply: contraTneq => ->; rewrite normr1 ltxx.
Qed.
Theorem pair_law (Q : 'M[R]_2) : exists2 C, stein (1%:M - B) (1%:M - B) Q C = C &
  forall C', stein (1%:M - B) (1%:M - B) Q C' = C' -> C' = C.
Proof.
have [S uS [l hJ /contracting_products ab]] := pair_contracts.
by rewrite hJ; exists (stein_at S S l l Q); [exact: stein_solution|move=> C'; exact: stein_unique].
Qed.

(* It is a covariance if that of the noise is one. *)
Definition is_covariance (C : 'M[R]_2) := C^T = C /\ forall x : 'rV[R]_2, 0 <= (x *m C *m x^T) 0 0.
Lemma formE (C : 'M[R]_2) (x : 'rV[R]_2) : C^T = C -> (x *m C *m x^T) 0 0 = C 0 0 * x 0 0 ^+ 2 + 2 * (C 0 1 * (x 0 0 * x 0 1)) + C 1 1 * x 0 1 ^+ 2.
Proof.
move=> sym; have e : C 1 0 = C 0 1 by rewrite -{1}sym mxE.
rewrite !mxE !big_ord_recl !big_ord0 !mxE !big_ord_recl !big_ord0.
have -> : lift ord0 ord0 = 1 :> 'I_2 by apply: val_inj.
by have -> : ord0 = 0 :> 'I_2 by [apply: val_inj]; rewrite e; ring.
Qed.
Lemma covarianceP (C : 'M[R]_2) : is_covariance C <-> [/\ C^T = C, 0 <= C 0 0, 0 <= C 1 1 & C 0 1 ^+ 2 <= C 0 0 * C 1 1].
Proof.
split=> [[sym h]|[sym A0 D0 disc]].
  have form x y : 0 <= C 0 0 * x ^+ 2 + 2 * (C 0 1 * (x * y)) + C 1 1 * y ^+ 2.
    by have := h (pair_row x y); rewrite formE // !mxE.
  have A0 : 0 <= C 0 0 by have := form 1 0; rewrite expr1n expr0n /= !mulr0 !addr0 mulr1.
  have D0 : 0 <= C 1 1 by have := form 0 1; rewrite expr1n expr0n /= mul0r !mulr0 !add0r mulr1.
  split=> //; have [a0|an] := eqVneq (C 0 0) 0.
    have [->|bn] := eqVneq (C 0 1) 0; first by rewrite expr0n /= mulr_ge0.
    have := form (- (C 1 1 + 1) / (2 * C 0 1)) 1; rewrite a0 mul0r add0r.
    have -> : 2 * (C 0 1 * (- (C 1 1 + 1) / (2 * C 0 1) * 1)) + C 1 1 * 1 ^+ 2 = -1 by field.
    by rewrite lerNr oppr0 ler10.
  have := form (- C 0 1) (C 0 0).
  have -> : C 0 0 * (- C 0 1) ^+ 2 + 2 * (C 0 1 * (- C 0 1 * C 0 0)) + C 1 1 * C 0 0 ^+ 2 = C 0 0 * (C 0 0 * C 1 1 - C 0 1 ^+ 2) by ring.
  by rewrite pmulr_rge0 ?subr_ge0 // lt_def an.
split=> // x; rewrite formE //; have [a0|an] := eqVneq (C 0 0) 0.
  have b0 : C 0 1 = 0 by apply/eqP; rewrite -sqrf_eq0 eq_le sqr_ge0 andbT; move: disc; rewrite a0 mul0r.
  by rewrite a0 b0 !mul0r mulr0 !add0r mulr_ge0 // sqr_ge0.
have a0 : 0 < C 0 0 by rewrite lt_def an.
rewrite -(pmulr_rge0 _ a0).
have -> : C 0 0 * (C 0 0 * x 0 0 ^+ 2 + 2 * (C 0 1 * (x 0 0 * x 0 1)) + C 1 1 * x 0 1 ^+ 2)
  = (C 0 0 * x 0 0 + C 0 1 * x 0 1) ^+ 2 + (C 0 0 * C 1 1 - C 0 1 ^+ 2) * x 0 1 ^+ 2 by ring.
by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // subr_ge0.
Qed.
Lemma covariance_congruence (S C : 'M[R]_2) : is_covariance C -> is_covariance (S *m C *m S^T).
Proof.
move=> [sym h]; split=> [|x]; first by rewrite !trmx_mul trmxK sym mulmxA.
by have := h (x *m S); rewrite trmx_mul !mulmxA.
Qed.
Theorem pair_law_covariance (Q C : 'M[R]_2) : is_covariance Q -> stein (1%:M - B) (1%:M - B) Q C = C -> is_covariance C.
Proof.
have [S uS [l hJ small]] := pair_contracts; have ab := contracting_products small.
rewrite hJ => hQ /(stein_unique uS uS ab) ->; rewrite /stein_at; apply: covariance_congruence.
have := covariance_congruence (invmx S) hQ; rewrite trmx_inv -/(coordinates S S Q).
move: (coordinates S S Q) => K /covarianceP [sym A0 D0 disc]; apply/covarianceP.
have sq i : l 0 i ^+ 2 < 1 by rewrite -[l 0 i ^+ 2]real_normK ?num_real // expr_lt1.
have d0 : 0 < 1 - l 0 0 * l 0 0 by rewrite subr_gt0 -expr2.
have d1 : 0 < 1 - l 0 1 * l 0 1 by rewrite subr_gt0 -expr2.
split; rewrite ?mxE.
- by apply/matrixP => i j; rewrite !mxE [l 0 j * _]mulrC -{1}sym mxE.
- by rewrite divr_ge0 // ltW.
- by rewrite divr_ge0 // ltW.
have m0 : 0 < (1 - l 0 0 * l 0 0) * (1 - l 0 1 * l 0 1) by exact: mulr_gt0.
have m : (1 - l 0 0 * l 0 0) * (1 - l 0 1 * l 0 1) <= (1 - l 0 0 * l 0 1) ^+ 2.
  rewrite -subr_ge0; have -> : (1 - l 0 0 * l 0 1) ^+ 2 - (1 - l 0 0 * l 0 0) * (1 - l 0 1 * l 0 1) = (l 0 0 - l 0 1) ^+ 2 by ring.
  exact: sqr_ge0.
rewrite mulf_div expr_div_n; apply: ler_pM; rewrite ?sqr_ge0 ?invr_ge0 ?sqr_ge0 //.
by rewrite lef_pV2 ?posrE // (lt_le_trans m0).
Qed.
End PairLaw.
