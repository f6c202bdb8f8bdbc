(* SPDX-License-Identifier: Apache-2.0 *)
(* BalancedBlocks.v: the characteristic polynomial of the Hessian in the coordinates of HessianCoordinates.v.

   There it couples P_ij and N_ij with P_ji and N_ji only, so that the polynomial is a product over blocks:
       1 x 1    X - s_k/g for each further row of Z1,  X - g s_k for each further row of Z2, and each k;
       2 x 2    diagonal_factor s_k, on P_kk and N_kk;
       4 x 4    X times pair_cubic s_i s_j, on P_ij, N_ij, P_ji, N_ji, for i < j.

   Main results: char_poly_coordinates.
   Depends on: Frobenius, Objective, Optimum, BlockDeterminant, HessianCoordinates.
   Paper's place: Theorem 2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Optimum BlockDeterminant HessianCoordinates.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* The variables, by name: P i k and N i k are the entries of the square parts, C i k and D i k the rest. *)
Section Index.
Variables (r n1 n2 : nat).
Definition index : Type := 'I_(((r + n1) + (r + n2)) * r).
Definition ixP (i k : 'I_r) : index := mxvec_index (lshift (r + n2) (lshift n1 i)) k.
Definition ixN (i k : 'I_r) : index := mxvec_index (rshift (r + n1) (lshift n2 i)) k.
Definition ixC (i : 'I_n1) (k : 'I_r) : index := mxvec_index (lshift (r + n2) (rshift r i)) k.
Definition ixD (i : 'I_n2) (k : 'I_r) : index := mxvec_index (rshift (r + n1) (rshift r i)) k.

Variant index_spec : index -> Type :=
| IsP i k : index_spec (ixP i k)
| IsN i k : index_spec (ixN i k)
| IsC i k : index_spec (ixC i k)
| IsD i k : index_spec (ixD i k).
Lemma indexP x : index_spec x.
Proof.
case/mxvec_indexP: x => a k; case: (split_ordP a) => b ->; case: (split_ordP b) => i ->.
- exact: IsP.
- exact: IsC.
- exact: IsN.
- exact: IsD.
Qed.

(* P_ij, N_ij, P_ji, N_ji bear one label; each other variable its own. *)
Definition label : Type := ('I_r * 'I_r) + (('I_n1 * 'I_r) + ('I_n2 * 'I_r)).
Definition sorted2 (i k : 'I_r) := if (i <= k)%N then (i, k) else (k, i).
Definition label_of (ak : 'I_((r + n1) + (r + n2)) * 'I_r) : label :=
  match split ak.1 with
  | inl b => match split b with inl i => inl (sorted2 i ak.2) | inr i => inr (inl (i, ak.2)) end
  | inr b => match split b with inl i => inl (sorted2 i ak.2) | inr i => inr (inr (i, ak.2)) end
  end.
Definition lab (x : index) : label := label_of (enum_val (cast_ord (esym (mxvec_cast _ _)) x)).

Lemma labE a k : lab (mxvec_index a k) = label_of (a, k).
Proof. by rewrite /lab /mxvec_index cast_ordK enum_rankK. Qed.
Lemma labP i k : lab (ixP i k) = inl (sorted2 i k).
Proof. by rewrite labE /label_of /= (unsplitK (inl (lshift n1 i))) (unsplitK (inl i)). Qed.
Lemma labN i k : lab (ixN i k) = inl (sorted2 i k).
Proof. by rewrite labE /label_of /= (unsplitK (inr (lshift n2 i))) (unsplitK (inl i)). Qed.
Lemma labC i k : lab (ixC i k) = inr (inl (i, k)).
Proof. by rewrite labE /label_of /= (unsplitK (inl (rshift r i))) (unsplitK (inr i)). Qed.
Lemma labD i k : lab (ixD i k) = inr (inr (i, k)).
Proof. by rewrite labE /label_of /= (unsplitK (inr (rshift r i))) (unsplitK (inr i)). Qed.

Lemma ix_eq m n (i k : 'I_m) (j l : 'I_n) : (mxvec_index i j == mxvec_index k l) = (i == k) && (j == l).
Proof. by rewrite (inj_eq (@cast_ord_inj _ _ _)) (inj_eq enum_rank_inj) xpair_eqE. Qed.
Lemma eqPP i k j l : (ixP i k == ixP j l) = (i == j) && (k == l).
Proof. by rewrite ix_eq !eq_lshift. Qed.
Lemma eqNN i k j l : (ixN i k == ixN j l) = (i == j) && (k == l).
Proof. by rewrite ix_eq eq_rshift eq_lshift. Qed.
Lemma eqCC i k j l : (ixC i k == ixC j l) = (i == j) && (k == l).
Proof. by rewrite ix_eq eq_lshift eq_rshift. Qed.
Lemma eqDD i k j l : (ixD i k == ixD j l) = (i == j) && (k == l).
Proof. by rewrite ix_eq !eq_rshift. Qed.
Lemma eqPN i k j l : (ixP i k == ixN j l) = false. Proof. by rewrite ix_eq eq_lrshift. Qed.
Lemma eqNP i k j l : (ixN i k == ixP j l) = false. Proof. by rewrite ix_eq eq_rlshift. Qed.

Lemma sorted2_eq i k j l : i = j /\ k = l \/ i = l /\ k = j -> sorted2 i k = sorted2 j l.
Proof.
case=> -[-> ->] //; rewrite /sorted2; case: (ltngtP j l) => // jl.
by have -> : j = l by apply: val_inj.
Qed.
Lemma sorted2_inv i k j l : sorted2 i k = sorted2 j l -> i = j /\ k = l \/ i = l /\ k = j.
Proof. by rewrite /sorted2; case: ifP => _; case: ifP => _ [-> ->]; auto. Qed.
End Index.

Section Entries.
Variables (R : realFieldType) (r n1 n2 : nat) (s e : 'rV[R]_r) (g c : R).
Local Notation T := (lin_mx (@coord_op R r s e g c n1 n2)).
Local Notation ixP := (ixP n1 n2).
Local Notation ixN := (ixN n1 n2).
Local Notation ixC := (@ixC r n1 n2).
Local Notation ixD := (@ixD r n1 n2).

Lemma entryE (x : index r n1 n2) a k : T x (mxvec_index a k) = coord_op s e g c (vec_mx (delta_mx 0 x)) a k.
Proof. by rewrite mxE /= mxvecE. Qed.
Lemma deltaE (x : index r n1 n2) a k : vec_mx (delta_mx 0 x : 'rV[R]_(_)) a k = (mxvec_index a k == x)%:R.
Proof. by rewrite !mxE eqxx. Qed.

(* One entry of E X E - c Y for diagonal E. *)
Lemma coupled (X Y : 'M[R]_r) i k :
  (diag_mx e *m X^T *m diag_mx e - c *: Y) i k = e 0 i * e 0 k * X k i - c * Y i k.
Proof. by rewrite mul_mx_diag mul_diag_mx !mxE; ring. Qed.

Lemma toP x i k : T x (ixP i k) =
  g^-1 * s 0 k * (ixP i k == x)%:R + e 0 i * e 0 k * (ixN k i == x)%:R - c * (ixN i k == x)%:R.
Proof.
rewrite entryE /coord_op col_mxEu mxE [col_mx _ _ _ _]col_mxEu coupled mxE mul_mx_diag mxE.
by rewrite ![usubmx _ _ _]mxE ![dsubmx _ _ _]mxE !deltaE; ring.
Qed.
Lemma toN x i k : T x (ixN i k) =
  g * s 0 k * (ixN i k == x)%:R + e 0 i * e 0 k * (ixP k i == x)%:R - c * (ixP i k == x)%:R.
Proof.
rewrite entryE /coord_op col_mxEd mxE [col_mx _ _ _ _]col_mxEu coupled mxE mul_mx_diag mxE.
by rewrite ![usubmx _ _ _]mxE ![dsubmx _ _ _]mxE !deltaE; ring.
Qed.
Lemma toC x i k : T x (ixC i k) = g^-1 * s 0 k * (ixC i k == x)%:R.
Proof.
rewrite entryE /coord_op col_mxEu mxE [col_mx _ _ _ _]col_mxEd mxE mul_mx_diag mxE.
by rewrite ![usubmx _ _ _]mxE ![(0 : 'M_(_, _)) _ _]mxE !deltaE; ring.
Qed.
Lemma toD x i k : T x (ixD i k) = g * s 0 k * (ixD i k == x)%:R.
Proof.
rewrite entryE /coord_op col_mxEd mxE [col_mx _ _ _ _]col_mxEd mxE mul_mx_diag mxE.
by rewrite ![dsubmx _ _ _]mxE ![(0 : 'M_(_, _)) _ _]mxE !deltaE; ring.
Qed.
End Entries.

Section Spectrum.
Variables (R : realFieldType) (r n1 n2 : nat) (s e : 'rV[R]_r) (g c : R).
Hypotheses (g0 : 0 < g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).
Local Notation T := (lin_mx (@coord_op R r s e g c n1 n2)).
Local Notation A := (char_poly_mx T).
Local Notation ixP := (ixP n1 n2).
Local Notation ixN := (ixN n1 n2).
Local Notation ixC := (@ixC r n1 n2).
Local Notation ixD := (@ixD r n1 n2).
Local Notation block := (on_block (@lab r n1 n2) A).

(* The factors of the characteristic polynomial. *)
Definition diagonal_factor (sk : R) : {poly R} :=
  ('X - (sk / g)%:P) * ('X - (g * sk)%:P) - ((sk - 2 * c) ^+ 2)%:P.
Definition pair_cubic (si sj : R) : {poly R} :=
  let t := g + g^-1 in let w := c * (si + sj - 2 * c) in
  'X^3 - (t * (si + sj))%:P * 'X^2 + ((si + sj) ^+ 2 + si * sj * (g - g^-1) ^+ 2 + 2 * w)%:P * 'X
  - (t * (si + sj) * w)%:P.

Lemma charE x y : A x y = (x == y)%:R * 'X - (T x y)%:P.
Proof. by move: (lin_mx _) => T0; rewrite /char_poly_mx !mxE mulr_natl. Qed.

Lemma decoupled x y : lab x != lab y -> A x y = 0.
Proof.
move=> h; have ne z : lab z = lab y -> (z == x) = false.
  by move=> zy; apply: contraNF h => /eqP <-; rewrite zy.
rewrite charE [x == y]eq_sym ne // mul0r sub0r; apply/eqP; rewrite oppr_eq0 polyC_eq0; move: ne.
clear h; case: (indexP y) => i k ne.
- by rewrite toP !ne ?labP ?labN //; [rewrite !mulr0 addr0 subr0|congr inl; apply: sorted2_eq; right].
- by rewrite toN !ne ?labP ?labN //; [rewrite !mulr0 addr0 subr0|congr inl; apply: sorted2_eq; right].
- by rewrite toC ne ?mulr0.
- by rewrite toD ne ?mulr0.
Qed.

Lemma block_C i k : \det (block (inr (inl (i, k)))) = 'X - (s 0 k / g)%:P.
Proof.
rewrite (@det_block _ _ _ _ _ _ 1 (fun _ => ixC i k)); last 2 first.
- by move=> a b _; rewrite !ord1.
- move=> x; apply/eqP/codomP => [|[_ ->]]; last by rewrite labC.
  by case: (indexP x) => i' k'; rewrite ?labP ?labN ?labC ?labD => // -[-> ->]; exists 0.
by rewrite det_mx11 mxE charE toC !eqxx mul1r mulr1 mulrC.
Qed.
Lemma block_D i k : \det (block (inr (inr (i, k)))) = 'X - (g * s 0 k)%:P.
Proof.
rewrite (@det_block _ _ _ _ _ _ 1 (fun _ => ixD i k)); last 2 first.
- by move=> a b _; rewrite !ord1.
- move=> x; apply/eqP/codomP => [|[_ ->]]; last by rewrite labD.
  by case: (indexP x) => i' k'; rewrite ?labP ?labN ?labC ?labD => // -[-> ->]; exists 0.
by rewrite det_mx11 mxE charE toD !eqxx mul1r mulr1.
Qed.
Lemma block_none (i k : 'I_r) : (k < i)%N -> \det (block (inl (i, k))) = 1.
Proof.
move=> ki; apply: det_no_block => x; apply/eqP.
case: (indexP x) => i' k'; rewrite ?labP ?labN ?labC ?labD // => -[]; rewrite /sorted2.
  by case: leqP => [ik [e1 e2]|ik [e1 e2]]; rewrite e1 e2 in ik; rewrite ltnNge ?ik ?(ltnW ik) in ki.
by case: leqP => [ik [e1 e2]|ik [e1 e2]]; rewrite e1 e2 in ik; rewrite ltnNge ?ik ?(ltnW ik) in ki.
Qed.

Lemma block_diagonal i : \det (block (inl (i, i))) = diagonal_factor (s 0 i).
Proof.
pose h (a : 'I_2) := if val a == 0 then ixP i i else ixN i i.
have ii : sorted2 i i = (i, i) by rewrite /sorted2 leqnn.
rewrite (@det_block _ _ _ _ _ _ 2 h); last 2 first.
- by move=> [[|[|//]] ?] [[|[|//]] ?] /eqP; rewrite /h /= ?eqPN ?eqNP // => _; apply: val_inj.
- move=> x; apply/eqP/codomP => [|[[[|[|//]] ?] ->]]; rewrite /h /= ?labP ?labN ?ii //.
  case: (indexP x) => i' k'; rewrite ?labP ?labN ?labC ?labD -?ii // => -[] /sorted2_inv.
    by move=> [][-> ->]; exists 0.
  by move=> [][-> ->]; exists 1.
pose F (a b : nat) : {poly R} := nth 0 (nth [::] [::
  [:: 'X - (g^-1 * s 0 i)%:P; - (s 0 i - 2 * c)%:P]; [:: - (s 0 i - 2 * c)%:P; 'X - (g * s 0 i)%:P]] a) b.
have -> : \matrix_(a < 2, b < 2) A (h a) (h b) = \matrix_(a, b) F a b.
  have e2 : e 0 i * e 0 i = s 0 i - c by rewrite -expr2.
  apply/matrixP => -[[|[|//]] ?] [[|[|//]] ?]; rewrite [LHS]mxE [RHS]mxE charE /h /F /= ?toP ?toN ?eqPP ?eqNN ?eqPN ?eqNP !eqxx /=.
  - by rewrite mul1r mulr1 !mulr0 addr0 subr0.
  - by rewrite mul0r sub0r !mulr1 mulr0 add0r e2; congr (- _%:P); ring.
  - by rewrite mul0r sub0r !mulr1 mulr0 add0r e2; congr (- _%:P); ring.
  - by rewrite mul1r mulr1 !mulr0 addr0 subr0.
by rewrite det2 /F /= /diagonal_factor mulrNN -polyCM -expr2 [g^-1 * _]mulrC.
Qed.

Lemma block_pair (i j : 'I_r) : (i < j)%N -> \det (block (inl (i, j))) = 'X * pair_cubic (s 0 i) (s 0 j).
Proof.
move=> ij; have nij : (i == j) = false by apply/negbTE; rewrite neq_ltn ij.
have nji : (j == i) = false by rewrite eq_sym.
pose h (a : 'I_4) := match val a with 0 => ixP i j | 1 => ixN i j | 2 => ixP j i | _ => ixN j i end.
have e1 : sorted2 i j = (i, j) by rewrite /sorted2 ltnW.
have e2 : sorted2 j i = (i, j) by rewrite /sorted2 leqNgt ij.
rewrite (@det_block _ _ _ _ _ _ 4 h); last 2 first.
- move=> [[|[|[|[|//]]]] ?] [[|[|[|[|//]]]] ?] /eqP; rewrite /h /= ?eqPP ?eqNN ?eqPN ?eqNP ?nij ?nji // => _;
  exact: val_inj.
- move=> x; apply/eqP/codomP => [|[[[|[|[|[|//]]]] ?] ->]]; rewrite /h /= ?labP ?labN ?e1 ?e2 //.
  case: (indexP x) => i' k'; rewrite ?labP ?labN ?labC ?labD -?e1 // => -[] /sorted2_inv.
    by move=> [][-> ->]; [exists 0|exists 2].
  by move=> [][-> ->]; [exists 1|exists 3].
pose q := e 0 i * e 0 j.
pose F (a b : nat) : {poly R} := nth 0 (nth [::] [::
  [:: 'X - (g^-1 * s 0 j)%:P; c%:P; 0; - q%:P];
  [:: c%:P; 'X - (g * s 0 j)%:P; - q%:P; 0];
  [:: 0; - q%:P; 'X - (g^-1 * s 0 i)%:P; c%:P];
  [:: - q%:P; 0; c%:P; 'X - (g * s 0 i)%:P]] a) b.
have -> : \matrix_(a < 4, b < 4) A (h a) (h b) = \matrix_(a, b) F a b.
  have qc : e 0 j * e 0 i = q by rewrite mulrC.
  apply/matrixP => -[[|[|[|[|//]]]] ?] [[|[|[|[|//]]]] ?]; rewrite [LHS]mxE [RHS]mxE charE /h /F /= ?toP ?toN;
    rewrite ?eqPP ?eqNN ?eqPN ?eqNP ?nij ?nji ?eqxx /= ?(mulr0, mulr1, mul0r, mul1r, add0r, addr0, subr0, sub0r);
    by rewrite ?qc ?polyCN ?opprK ?polyC0 ?oppr0.
rewrite det4 /F /= /pair_cubic; apply: poly_by_values => t; rewrite !(hornerD, hornerN, hornerM, hornerXn, hornerX, hornerC).
have gn : g != 0 by rewrite gt_eqF.
have -> : s 0 i = e 0 i ^+ 2 + c by rewrite es subrK.
have -> : s 0 j = e 0 j ^+ 2 + c by rewrite es subrK.
rewrite /q; by field.
Qed.

Theorem char_poly_coordinates : char_poly T =
  \prod_k (('X - (s 0 k / g)%:P) ^+ n1 * ('X - (g * s 0 k)%:P) ^+ n2 * diagonal_factor (s 0 k))
  * \prod_(i < r) \prod_(j < r | (i < j)%N) ('X * pair_cubic (s 0 i) (s 0 j)).
Proof.
rewrite /char_poly (det_labelled decoupled) !big_sumType /=.
have -> : \prod_(k : 'I_r * 'I_r) \det (block (inl k)) =
    \prod_k diagonal_factor (s 0 k) * \prod_(i < r) \prod_(j < r | (i < j)%N) ('X * pair_cubic (s 0 i) (s 0 j)).
  rewrite -(pair_bigA _ (fun i j => \det (block (inl (i, j))))) -big_split; apply: eq_bigr => i _ /=.
  rewrite (bigD1 i) //= block_diagonal; congr (_ * _); rewrite big_mkcond [RHS]big_mkcond; apply: eq_bigr => j _ /=.
  by rewrite neq_ltn; case: (ltngtP j i) => // [/block_none|/block_pair].
have -> : \prod_(k : 'I_n1 * 'I_r) \det (block (inr (inl k))) = \prod_k ('X - (s 0 k / g)%:P) ^+ n1.
  rewrite -(pair_bigA _ (fun i j => \det (block (inr (inl (i, j)))))) exchange_big; apply: eq_bigr => k _ /=.
  by under eq_bigr do rewrite block_C; rewrite prodr_const card_ord.
have -> : \prod_(k : 'I_n2 * 'I_r) \det (block (inr (inr k))) = \prod_k ('X - (g * s 0 k)%:P) ^+ n2.
  rewrite -(pair_bigA _ (fun i j => \det (block (inr (inr (i, j)))))) exchange_big; apply: eq_bigr => k _ /=.
  by under eq_bigr do rewrite block_D; rewrite prodr_const card_ord.
rewrite !big_split /=; move: (\prod_k _) (\prod_k _) (\prod_k _) (\prod_(i < r) _) => p1 p2 p3 p4; ring.
Qed.
End Spectrum.
