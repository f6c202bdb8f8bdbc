(* SPDX-License-Identifier: Apache-2.0 *)
(* UniformLaw.v: equally likely outcomes, where a probability is a share of the sequences of
   outcomes; words that are drawn place by place.
   Main results: share_count (what "fails" bounds is the share of the sequences along which a run is
   bad somewhere), words_at (one of many words has the mean of a single one), words_pair (two of
   them are independent).
   Paper's place: Theorem 1 (random signs), stores by random rounding. *)
From NoisyGD Require Import Algebra Smoothing Process FiniteLaw.

Section Uniform.
Variables (R : realFieldType) (T : finType). Hypothesis inhabited : (0 < #|T|)%N.
Definition equal (w : T) : R := #|T|%:R^-1.
Lemma equal_ge0 w : 0 <= equal w. Proof. by rewrite /equal invr_ge0 ler0n. Qed.
Lemma sum_equal : \sum_w equal w = 1.
Proof. by rewrite sumr_const -[_ *+ _]mulr_natr mulVf // pnatr_eq0 -lt0n. Qed.
Definition uniform : expectation R T := finite_law equal_ge0 sum_equal.
Lemma uniformE f : weighted_mean equal f = (\sum_w f w) / #|T|%:R.
Proof. by rewrite /weighted_mean -mulr_sumr mulrC. Qed.

Theorem share_count S
    (step : S -> T -> S) bad n z b : fails uniform step bad (fun _ _ => false) n 0 z b ->
  #|[set ws : n.-tuple T | meets step bad 0 z ws]|%:R / (#|T| ^ n)%:R <= b.
Proof. move/fails_count; apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP.
  rewrite cardE -sum1_size natr_sum mulr_suml big_enum_cond big_mkcond /=; apply: eq_bigr => ws _.
  rewrite inE; have -> : mass equal ws = (#|T| ^ n)%:R^-1.
    by rewrite /mass big_tnth (eq_bigr (fun=> #|T|%:R^-1)) // prodr_const card_ord natrX
      exprVn size_tuple.
  by case: (meets _ _ _ _ _); rewrite ?mul1r ?mulr1 ?mulr0. Qed.
End Uniform.

(* A bound for one law holds for another that has the same means. *)
Lemma fails_same_means (R : realFieldType) T (E E' : expectation R T) S
    (step : S -> T -> S) bad stop n t z b :
  (forall f e, E f e -> E' f e) -> fails E step bad stop n t z b -> fails E' step bad stop n t z b.
Proof. move=> h; elim: n t z b => [|n IH] t z b [hb|[nb b0 hs]]; try by left.
    by right.
  right; split=> //; case: hs => [hs|[g [e [hg he eb]]]];
    [by left|right; exists g, e; split=> //; last exact: h]. by move=> w; exact: IH (hg w). Qed.

(* One word of m for each place. *)
Section Words.
Variables (R : realFieldType) (I : finType) (m : nat). Hypothesis m0 : (0 < m)%N.
Lemma words_inhabited : (0 < #|{ffun I -> 'I_m}|)%N.
Proof. by rewrite card_ffun card_ord expn_gt0 m0. Qed.
Lemma words_product (F : I -> 'I_m -> R) :
  uniform R words_inhabited (fun k => \prod_x F x (k x)) (\prod_x ((\sum_r F x r) / m%:R)).
Proof. by rewrite /= uniformE card_ffun card_ord natrX -bigA_distr_bigA prodf_div prodr_const. Qed.
Let mean_one (x : I) (G : 'I_m -> R) : G =1 (fun=> 1) -> (\sum_r G r) / m%:R = 1.
Proof. by move=> h; rewrite (eq_bigr (fun=> 1)) // sumr_const card_ord divff // pnatr_eq0 -lt0n.
Qed.
Theorem words_pair (i j : I) (f g : 'I_m -> R) : i != j ->
  uniform R words_inhabited (fun k => f (k i) * g (k j))
    ((\sum_r f r) / m%:R * ((\sum_r g r) / m%:R)).
Proof. move=> n; pose F x r := if x == i then f r else if x == j then g r else 1.
  have ji : j == i = false by rewrite eq_sym (negPf n).
  have split2 (G : I -> R) : (forall x, x != i -> x != j -> G x = 1) -> \prod_x G x = G i * G j.
    move=> h; rewrite (bigD1 i) //= (bigD1 j) ?ji //= big1 ?mulr1 // => x /andP [xi xj]; exact: h.
  apply: mean_eq (mean_ext _ (words_product F)) _ => [k|];
    rewrite split2 /F ?eqxx ?ji // => x /negPf -> /negPf -> //. exact: mean_one. Qed.
Theorem words_at (i : I)
    (f : 'I_m -> R) : uniform R words_inhabited (fun k => f (k i)) ((\sum_r f r) / m%:R).
Proof. pose F x r := if x == i then f r else 1.
  have alone (G : I -> R) : (forall x, x != i -> G x = 1) -> \prod_x G x = G i.
    by move=> h; rewrite (bigD1 i) //= big1 ?mulr1.
  apply: mean_eq (mean_ext _ (words_product F)) _ => [k|];
    rewrite alone /F ?eqxx // => x /negPf -> //. exact: mean_one. Qed.
End Words.
