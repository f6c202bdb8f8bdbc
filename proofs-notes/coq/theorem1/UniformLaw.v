(* SPDX-License-Identifier: Apache-2.0 *)
(* UniformLaw.v: equally likely outcomes, where a probability is a share of the sequences of outcomes; words that are drawn place by place.

   Main results: share_count (what "fails" bounds is the share of the sequences along which a run is bad somewhere), words_at (one of many words
   has the mean of a single one).
   Depends on: Smoothing, Process, FiniteLaw.
   Paper's place: Theorem 1 (random signs), stores by random rounding. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Smoothing Process FiniteLaw.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Uniform.
Variables (R : realFieldType) (T : finType).
Hypothesis inhabited : (0 < #|T|)%N.
Definition equal (w : T) : R := #|T|%:R^-1.
Lemma equal_ge0 w : 0 <= equal w. Proof. by rewrite /equal invr_ge0 ler0n. Qed.
Lemma sum_equal : \sum_w equal w = 1.
Proof. by rewrite sumr_const -[_ *+ _]mulr_natr mulVf // pnatr_eq0 -lt0n. Qed.
Definition uniform : expectation R T := finite_law equal_ge0 sum_equal.
Lemma uniformE f : weighted_mean equal f = (\sum_w f w) / #|T|%:R.
Proof. by rewrite /weighted_mean -mulr_sumr mulrC. Qed.

Theorem share_count S (step : S -> T -> S) bad n z b : fails uniform step bad (fun _ _ => false) n 0 z b ->
  #|[set ws : n.-tuple T | meets step bad 0 z ws]|%:R / (#|T| ^ n)%:R <= b.
Proof.
move/fails_count; apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP.
rewrite cardE -sum1_size natr_sum mulr_suml big_enum_cond big_mkcond /=; apply: eq_bigr => ws _.
rewrite inE; have -> : weight equal ws = (#|T| ^ n)%:R^-1.
  by rewrite /weight big_tnth (eq_bigr (fun=> #|T|%:R^-1)) // prodr_const card_ord natrX exprVn size_tuple.
by case: (meets _ _ _ _ _); rewrite ?mul1r ?mulr1 ?mulr0.
Qed.
End Uniform.

(* A bound for one law holds for another that has the same means. *)
Lemma fails_same_means (R : realFieldType) T (E E' : expectation R T) S (step : S -> T -> S) bad stop n t z b :
  (forall f e, E f e -> E' f e) -> fails E step bad stop n t z b -> fails E' step bad stop n t z b.
Proof.
move=> h; elim: n t z b => [|n IH] t z b [hb|[nb b0 hs]]; try by left.
  by right.
right; split=> //; case: hs => [hs|[g [e [hg he eb]]]]; [by left|right; exists g, e; split=> //; last exact: h].
by move=> w; exact: IH (hg w).
Qed.

(* One word of m for each place. *)
Section Words.
Variables (R : realFieldType) (I : finType) (m : nat).
Hypothesis m0 : (0 < m)%N.
Lemma words_inhabited : (0 < #|{ffun I -> 'I_m}|)%N.
Proof. by rewrite card_ffun card_ord expn_gt0 m0. Qed.
Theorem words_at (i : I) (f : 'I_m -> R) : uniform R words_inhabited (fun k => f (k i)) ((\sum_r f r) / m%:R).
Proof.
have mn : m%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have single (g : 'I_m -> R) x : \prod_(y : I) (if y == x then \sum_r g r else m%:R) = (\sum_r g r) * m%:R ^+ #|I|.-1.
  rewrite (bigD1 x) //= eqxx -(cardC1 x) -prodr_const; congr (_ * _); apply: eq_big => [y|y yx]; first by rewrite inE.
  by rewrite (negPf yx).
rewrite /= uniformE card_ffun card_ord natrX.
have -> : \sum_(k : {ffun I -> 'I_m}) f (k i) = (\sum_r f r) * m%:R ^+ #|I|.-1.
  rewrite -(single f i).
  have -> : \prod_(y : I) (if y == i then \sum_r f r else m%:R) = \prod_(y : I) \sum_(r < m) (if y == i then f r else 1).
    by apply: eq_bigr => y _; case: ifP => // _; rewrite sumr_const card_ord.
  by rewrite bigA_distr_bigA; apply: eq_bigr => k _; rewrite -big_mkcond big_pred1_eq.
have -> : m%:R ^+ #|I| = m%:R * m%:R ^+ #|I|.-1 :> R by rewrite -exprS prednK //; apply/card_gt0P; exists i.
by rewrite invfM mulrACA mulrV ?mulr1 // unitfE expf_neq0.
Qed.
End Words.
