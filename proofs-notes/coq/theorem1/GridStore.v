(* SPDX-License-Identifier: Apache-2.0 *)
(* GridStore.v: the store that StoredTheorem.v and FiniteHorizon.v ask for, on a grid of spacing h with B random bits, one word for each entry.

   With n = d1 + d2 entries and n h^2 <= 1 it has D = h sqrt(n), q = 2^-B n h^2 and beta = 4^-B n h^2, and its mean square error is at most
   n h^2 (1/4 + 2^-B). So nothing about the store is left to suppose there.

   Main results: grid_is_random, grid_most.
   Depends on: Frobenius, Smoothing, FiniteLaw, UniformLaw, LemmaFour, Descent, Excess, Bounded, StoredTheorem, GridNumber. *)
From mathcomp Require Import all_ssreflect all_algebra archimedean.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing FiniteLaw UniformLaw LemmaFour Descent Excess Bounded StoredTheorem GridNumber.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* Two laws of equally likely outcomes apart: all pairs are equally likely. *)
Lemma apart_uniform (R : realFieldType) (T W : finType) (E : expectation R T) (hT : (0 < #|T|)%N) (hW : (0 < #|W|)%N) (hTW : (0 < #|{: T * W}|)%N) f e :
  (forall f e, E f e -> uniform R hT f e) -> apart E (uniform R hW) f e -> uniform R hTW f e.
Proof.
move=> hE [g hg /hE]; rewrite /= !uniformE => <-; rewrite card_prod natrM.
have -> : \sum_w g w = \sum_w (\sum_k f (w, k)) / #|W|%:R.
  by apply: eq_bigr => w _; have := hg w; rewrite /= uniformE.
by rewrite -mulr_suml pair_bigA invfM mulrA mulrAC; congr (_ / _ / _); apply: eq_bigr => -[].
Qed.

Section Store.
Variables (R : archiRcfType) (d1 d2 : nat) (h : R) (B : nat).
Hypothesis h0 : 0 < h.
Local Notation m := (2 ^ B)%N.
Local Notation n := (d1 + d2)%N.
Local Notation state := (state R d1 d2).
Definition words : finType := {ffun 'I_d1 + 'I_d2 -> 'I_m}.
Lemma m_gt0 : (0 < m)%N. Proof. by rewrite expn_gt0. Qed.
Definition draw : expectation R words := uniform R (words_inhabited _ m_gt0).
Implicit Types (z p : state) (k : words).
Definition grid_store z k : state :=
  (\col_i stored h B (z.1 i 0) (k (inl i)), \col_j stored h B (z.2 j 0) (k (inr j))).
Definition grid_kept z : bool := [forall i, on_grid h (z.1 i 0)] && [forall j, on_grid h (z.2 j 0)].
Definition grid_bias z : state := (\col_i mean h B (fun x => x - z.1 i 0) (z.1 i 0), \col_j mean h B (fun x => x - z.2 j 0) (z.2 j 0)).
Definition grid_square z : R := \sum_i square h B (z.1 i 0) + \sum_j square h B (z.2 j 0).

Lemma normsq_col l (x : 'cV[R]_l) : normsq x = \sum_i x i 0 ^+ 2.
Proof. by rewrite /normsq inner_col; apply: eq_bigr => i _; rewrite expr2. Qed.
Lemma sum_le l (f : 'I_l -> R) c : (forall i, f i <= c) -> \sum_i f i <= l%:R * c.
Proof. by move=> hf; apply: le_trans (ler_sum _ (fun i _ => hf i)) _; rewrite sumr_const card_ord mulr_natl. Qed.
(* A bound for every entry is one for the state. *)
Lemma entries_le z c : (forall i, z.1 i 0 ^+ 2 <= c) -> (forall j, z.2 j 0 ^+ 2 <= c) -> size_sq z <= n%:R * c.
Proof. by move=> hx hy; rewrite /size_sq !normsq_col natrD mulrDl; apply: lerD; exact: sum_le. Qed.
Lemma sum_abs p : \sum_i `|p.1 i 0| + \sum_j `|p.2 j 0| <= Num.sqrt n%:R * Num.sqrt (size_sq p).
Proof.
pose a : 'cV[R]_n := const_mx 1; pose b : 'cV[R]_n := col_mx (map_mx Num.norm p.1) (map_mx Num.norm p.2).
have eb : normsq b = size_sq p.
  rewrite /normsq /b inner_col_mx -!/(normsq _) !normsq_col /size_sq !normsq_col.
  by congr (_ + _); apply: eq_bigr => i _; rewrite mxE real_normK ?num_real.
have ea : normsq a = n%:R.
  by rewrite normsq_col (eq_bigr (fun=> 1)) => [|i _]; rewrite ?sumr_const ?card_ord // mxE expr1n.
have ei : inner a b = \sum_i `|p.1 i 0| + \sum_j `|p.2 j 0|.
  rewrite inner_col big_split_ord /=; congr (_ + _); apply: eq_bigr => i _.
    by rewrite /a /b col_mxEu !mxE mul1r.
  by rewrite /a /b col_mxEd !mxE mul1r.
have := cauchy a b; rewrite ei ea eb -sqrtrM ?ler0n // => hc.
apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr; exact: ler_wsqrtr.
Qed.
Lemma draw_at i (f : 'I_m -> R) : draw (fun k => f (k i)) ((\sum_r f r) / m%:R).
Proof. exact: words_at. Qed.

Theorem grid_is_random : n%:R * h ^+ 2 <= 1 ->
  random_store draw grid_store grid_kept grid_bias grid_square (h * Num.sqrt n%:R) (n%:R * h ^+ 2 / m%:R) (n%:R * (h / m%:R) ^+ 2).
Proof.
move=> small; have n0 : 0 <= n%:R :> R by rewrite ler0n.
split.
- by rewrite mulr_ge0 ?sqrtr_ge0 // ltW.
- by rewrite divr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0.
- by move=> z k; apply/andP; split; apply/forallP => i; rewrite mxE; exact: stored_grid.
- move=> z; split=> i j; rewrite ord1 !mxE.
    by apply: mean_ext (draw_at (inl i) (fun r => stored h B (z.1 i 0) r - z.1 i 0)) => k; rewrite !mxE.
  by apply: mean_ext (draw_at (inr i) (fun r => stored h B (z.2 i 0) r - z.2 i 0)) => k; rewrite !mxE.
- by move=> z; apply: entries_le => i; rewrite mxE; exact: short_le.
- move=> z; have m' := mean_add (mean_sum (fun i => draw_at (inl i) (fun r => (stored h B (z.1 i 0) r - z.1 i 0) ^+ 2)))
    (mean_sum (fun j => draw_at (inr j) (fun r => (stored h B (z.2 j 0) r - z.2 j 0) ^+ 2))).
  apply: mean_eq (mean_ext _ m') _ => [k|]; last by congr (_ + _); apply: eq_bigr => i _; exact: square_law.
  by rewrite /size_sq !normsq_col; congr (_ + _); apply: eq_bigr => i _; rewrite !mxE.
- by move=> z k; apply: le_trans small; apply: entries_le => i; rewrite !mxE; exact: stored_most.
move=> z p /andP [/forallP kx /forallP ky]; rewrite /grid_square.
have hx i : square h B ((z.1 - p.1) i 0) <= h * `|p.1 i 0| + m%:R^-1 * h ^+ 2 by rewrite !mxE; exact: square_near.
have hy j : square h B ((z.2 - p.2) j 0) <= h * `|p.2 j 0| + m%:R^-1 * h ^+ 2 by rewrite !mxE; exact: square_near.
apply: le_trans (lerD (ler_sum _ (fun i _ => hx i)) (ler_sum _ (fun j _ => hy j))) _.
rewrite !big_split /= -!mulr_sumr !sumr_const !card_ord addrACA -mulrDr; apply: lerD.
  by rewrite -mulrA; apply: ler_wpM2l (sum_abs p); exact: ltW.
by rewrite -[h *+ d1]mulr_natr -[h *+ d2]mulr_natr natrD le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
Theorem grid_most z : grid_square z <= n%:R * ((4^-1 + m%:R^-1) * h ^+ 2).
Proof. by rewrite natrD mulrDl; apply: lerD; apply: sum_le => i; exact: square_quarter. Qed.
End Store.
