(* SPDX-License-Identifier: Apache-2.0 *)
(* Rademacher.v: one probability space on which all of the hypotheses on the noise hold: independent
   random signs.

   The entries of Z1 are t1 or -t1, those of Z2 t2 or -t2, and the mean is the plain average over
   all outcomes.
   Main results: all_signs (the expectation), Z1_centred, Z2_centred, Z1_second, Z2_second, Z12,
   instance.
   Paper's place: equation (3) and (6). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing.

Section Signs.
Variables (R : realFieldType) (d1 d2 r : nat) (t1 t2 : R).
Local Notation signs d := {ffun 'I_d * 'I_r -> bool}.
Definition outcomes : Type := (signs d1 * signs d2)%type.
Definition size1 : R := #|{: signs d1}|%:R.
Definition size2 : R := #|{: signs d2}|%:R.

(* The uniform average over all outcomes. *)
Definition average (f : outcomes -> R) : R :=
  (\sum_(w1 : signs d1) \sum_(w2 : signs d2) f (w1, w2)) / (size1 * size2).

Lemma size1_neq0 : size1 != 0.
Proof. by rewrite pnatr_eq0 -lt0n; apply/card_gt0P; exists [ffun=> true]. Qed.
Lemma size2_neq0 : size2 != 0.
Proof. by rewrite pnatr_eq0 -lt0n; apply/card_gt0P; exists [ffun=> true]. Qed.

Definition all_signs : expectation R outcomes.
Proof. apply: (@Expectation R outcomes (fun f e => average f = e)).
  - move=> f g e h <-; rewrite /average; congr (_ / _); do 2!apply: eq_bigr => ? _; by rewrite h.
  - move=> c; rewrite /average (eq_bigr (fun=> c * size2)) => [|? _];
      last by rewrite sumr_const mulr_natr.
    by rewrite sumr_const -[_ *+ _]mulr_natr -/size1; field; rewrite size1_neq0 size2_neq0.
  - move=> f g e e' <- <-; rewrite /average -mulrDl -big_split /=; congr (_ / _).
    by apply: eq_bigr => ? _; rewrite -big_split.
  - move=> c f e <-; rewrite /average mulrA mulr_sumr; congr (_ / _).
    by apply: eq_bigr => ? _; rewrite mulr_sumr.
  - move=> f e f0 <-; rewrite /average divr_ge0 ?mulr_ge0 ?ler0n //.
    by apply: sumr_ge0 => w1 _; apply: sumr_ge0. Defined.

Definition sign (b : bool) : R := if b then -1 else 1.
Definition Z1 (w : outcomes) : 'M[R]_(d1, r) := \matrix_(i, k) (t1 * sign (w.1 (i, k))).
Definition Z2 (w : outcomes) : 'M[R]_(d2, r) := \matrix_(i, k) (t2 * sign (w.2 (i, k))).

(* Sums over the signs of one factor. *)
Section OneFactor.
Variable d : nat.
Definition flip (x : 'I_d * 'I_r) (e : signs d) : signs d := [ffun y => (y == x) (+) e y].
Lemma flipK x : involutive (flip x).
Proof. by move=> e; apply/ffunP => y; rewrite !ffunE addbA addbb. Qed.
Lemma sum_sign x (h : signs d -> R) : (forall e, h (flip x e) = h e) ->
  \sum_(e : signs d) sign (e x) * h e = 0.
Proof. move=> hh; set s := \sum_e _. have : s = - s.
    rewrite {1}/s (reindex_inj (inv_inj (flipK x))) /= -sumrN; apply: eq_bigr => e _.
    by rewrite hh ffunE eqxx /= /sign; case: (e x); rewrite /= !(mulN1r, mul1r, opprK).
  lra. Qed.
Lemma sum_sign1 x : \sum_(e : signs d) sign (e x) = 0.
Proof. by rewrite -[RHS](@sum_sign x (fun=> 1)) //; apply: eq_bigr => e _; rewrite mulr1. Qed.
Lemma sum_sign2 x y : \sum_(e : signs d) sign (e x) * sign (e y) = if x == y
  then #|{: signs d}|%:R else 0.
Proof. case: (eqVneq x y) => [<-|xy].
    rewrite (eq_bigr (fun=> 1)) ?sumr_const // => e _.
    by rewrite /sign; case: (e x); rewrite ?mulrNN mul1r.
  by apply: sum_sign => e; rewrite ffunE eq_sym (negPf xy). Qed.
End OneFactor.

Lemma average1 p f : (forall w, p w = f w.1) -> average p = (\sum_e f e) / size1.
Proof. move=> h; have -> : average p = average (fun w => f w.1).
    by congr (_ / _); do 2!apply: eq_bigr => ? _; rewrite h.
  rewrite /average /= (eq_bigr (fun e => f e * size2)) => [|e _]; last by rewrite sumr_const
    mulr_natr. rewrite -mulr_suml; field; by rewrite size1_neq0 size2_neq0. Qed.
Lemma average2 p f : (forall w, p w = f w.2) -> average p = (\sum_e f e) / size2.
Proof. move=> h; have -> : average p = average (fun w => f w.2).
    by congr (_ / _); do 2!apply: eq_bigr => ? _; rewrite h.
  rewrite /average /= sumr_const -[_ *+ _]mulr_natr -/size1; field;
    by rewrite size1_neq0 size2_neq0. Qed.

Lemma Z1_centred : centred all_signs Z1.
Proof. move=> i k; rewrite /all_signs /= (average1 (f := fun e => t1 * sign (e (i, k)))) => [|w].
    by rewrite -mulr_sumr sum_sign1 mulr0 mul0r.
  by rewrite mxE. Qed.
Lemma Z2_centred : centred all_signs Z2.
Proof. move=> i k; rewrite /all_signs /= (average2 (f := fun e => t2 * sign (e (i, k)))) => [|w].
    by rewrite -mulr_sumr sum_sign1 mulr0 mul0r.
  by rewrite mxE. Qed.

Lemma Z1_second : second_moments all_signs Z1 (@isotropic R d1 r (t1 ^+ 2)).
Proof. move=> i k j l; pose f (e : signs d1) := t1 ^+ 2 * (sign (e (i, k)) * sign (e (j, l))).
  rewrite /all_signs /= (average1 (f := f)) => [|w]; last by rewrite /f !mxE; ring.
  rewrite -mulr_sumr sum_sign2 xpair_eqE /isotropic.
  by case: ifP => _; rewrite ?mulr0 ?mul0r // mulfK ?size1_neq0. Qed.
Lemma Z2_second : second_moments all_signs Z2 (@isotropic R d2 r (t2 ^+ 2)).
Proof. move=> i k j l; pose f (e : signs d2) := t2 ^+ 2 * (sign (e (i, k)) * sign (e (j, l))).
  rewrite /all_signs /= (average2 (f := f)) => [|w]; last by rewrite /f !mxE; ring.
  rewrite -mulr_sumr sum_sign2 xpair_eqE /isotropic.
  by case: ifP => _; rewrite ?mulr0 ?mul0r // mulfK ?size2_neq0. Qed.

Lemma monomial_Z1 p : monomial Z1 p -> exists f, forall w, p w = f w.1.
Proof. case=> [|i k|i k j l].
  - by exists (fun=> 1).
  - by exists (fun e => t1 * sign (e (i, k))) => w; rewrite mxE.
  - by exists (fun e => t1 * sign (e (i, k)) * (t1 * sign (e (j, l)))) => w; rewrite !mxE. Qed.
Lemma monomial_Z2 p : monomial Z2 p -> exists f, forall w, p w = f w.2.
Proof. case=> [|i k|i k j l].
  - by exists (fun=> 1).
  - by exists (fun e => t2 * sign (e (i, k))) => w; rewrite mxE.
  - by exists (fun e => t2 * sign (e (i, k)) * (t2 * sign (e (j, l)))) => w; rewrite !mxE. Qed.
Lemma Z12 : uncorrelated all_signs Z1 Z2.
Proof. move=> p q e e' /monomial_Z1 [f hf] /monomial_Z2 [g hg]; rewrite /all_signs /= => <- <-.
  rewrite (average1 hf) (average2 hg).
  rewrite /average (eq_bigr (fun w1 => f w1 * \sum_w2 g w2)) => [|w1 _]; last first.
    by rewrite mulr_sumr; apply: eq_bigr => w2 _; rewrite hf hg.
  rewrite -mulr_suml; field; by rewrite size1_neq0 size2_neq0. Qed.

(* So the smoothed objective is the plain average over all signs. *)
Theorem instance (M : 'M[R]_(d1, d2)) X Y : average (fun w => F M (X + Z1 w) (Y + Z2 w)) =
    Fs M (d2%:R * t2 ^+ 2) (d1%:R * t1 ^+ 2) X Y + r%:R * (d2%:R * t2 ^+ 2) * (d1%:R * t1 ^+ 2) / 2.
Proof. exact: (smoothing Z1_centred Z2_centred Z12 M Z1_second Z2_second X Y). Qed.
End Signs.
