(* SPDX-License-Identifier: Apache-2.0 *)
(* BlockDeterminant.v: the determinant of a matrix that falls apart into small blocks.

   Give each index i a label f i, and let N i j = 0 whenever the labels of i and j differ. Then det N is the product over all
   labels k of the determinant of the block of the indices labelled k (1 if there are none). No reordering of the
   indices is needed: N is the product of the matrices that agree with N on one block and with I elsewhere.

   Main results: sylvester (det (I + F G) = det (I + G F)), det_labelled, det_block, det_no_block, det2, det4,
   char_poly_similar.
   Depends on: nothing here.
   Paper's place: none; SpectrumBalanced.v uses it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variable K : comRingType.

Lemma sylvester m n (F : 'M[K]_(m, n)) (G : 'M[K]_(n, m)) : \det (1%:M + F *m G) = \det (1%:M + G *m F).
Proof.
pose B := block_mx (1%:M : 'M_m) (- F) G (1%:M : 'M_n).
have e1 : B *m block_mx 1%:M F 0 1%:M = block_mx 1%:M 0 G (1%:M + G *m F).
  by rewrite mulmx_block !mulmx1 !mulmx0 !addr0 mul1mx subrr addrC.
have e2 : block_mx 1%:M F 0 1%:M *m B = block_mx (1%:M + F *m G) 0 G 1%:M.
  by rewrite mulmx_block !mul1mx !mul0mx !add0r mulmx1 addNr.
have := congr1 determinant e1; have := congr1 determinant e2.
by rewrite !det_mulmx !det_lblock !det_ublock !det1 !mul1r !mulr1 => <- <-.
Qed.

Variables (N : nat) (J : finType) (f : 'I_N -> J) (A : 'M[K]_N).

(* A on the block labelled k, the identity elsewhere. *)
Definition on_block (k : J) : 'M[K]_N := \matrix_(i, j) if f i == k then A i j else (i == j)%:R.

Theorem det_labelled : (forall i j, f i != f j -> A i j = 0) -> \det A = \prod_k \det (on_block k).
Proof.
move=> h; pose part (s : seq J) : 'M[K]_N := \matrix_(i, j) if f i \in s then A i j else (i == j)%:R.
suff e s : uniq s -> \det (part s) = \prod_(k <- s) \det (on_block k).
  rewrite -[index_enum J]enumT -e ?enum_uniq //; congr (\det _).
  by apply/matrixP => i j; rewrite !mxE mem_enum.
elim: s => [_|k s IH /andP[ks /IH {}IH]].
  rewrite big_nil -(det1 K N); congr (\det _); by apply/matrixP => i j; rewrite !mxE.
rewrite big_cons -IH -det_mulmx; congr (\det _); apply/matrixP => i j; rewrite !mxE.
under eq_bigr do rewrite !mxE.
rewrite in_cons; case: (eqVneq (f i) k) => [fk|fk] /=; last first.
  rewrite (bigD1 i) //= eqxx mul1r big1 ?addr0 // => l li.
  by rewrite [i == l]eq_sym (negPf li) mul0r.
rewrite (bigD1 j) //= eqxx; have fj : f j \in s -> A i j = 0.
  by move=> js; apply: h; rewrite fk; apply: contraNneq ks => ->.
rewrite big1 ?addr0 => [|l lj].
  by case: ifP => [/fj ->|_]; rewrite ?mul0r ?mulr1.
case: ifP => [ls|_]; last by rewrite (negPf lj) mulr0.
rewrite h ?mul0r // fk; by apply: contraNneq ks => ->.
Qed.

(* A block that h lists without repetition. *)
Theorem det_block (k : J) m (h : 'I_m -> 'I_N) : injective h -> (forall i, (f i == k) = (i \in codom h)) ->
  \det (on_block k) = \det (\matrix_(a, b) A (h a) (h b)).
Proof.
move=> hI hk; pose D := on_block k - 1%:M.
pose F : 'M[K]_(N, m) := \matrix_(i, a) (i == h a)%:R.
pose G : 'M[K]_(m, N) := \matrix_(a, j) D (h a) j.
have -> : on_block k = 1%:M + F *m G.
  suff -> : F *m G = D by rewrite /D addrC subrK.
  apply/matrixP => i j; rewrite mxE; under eq_bigr do rewrite !mxE.
  have [/codomP [a ia]|ni] := boolP (i \in codom h).
    rewrite (bigD1 a) //= ia eqxx mul1r big1 ?addr0 => [|b ba]; first by rewrite !mxE.
    by rewrite (inj_eq hI) eq_sym (negPf ba) mul0r.
  rewrite big1 => [|b _]; last first.
    by case: eqP => [ib|_]; [rewrite ib codom_f in ni|rewrite mul0r].
  by rewrite !mxE hk (negPf ni) subrr.
rewrite sylvester; congr (\det _); apply/matrixP => a b; rewrite !mxE.
under eq_bigr do rewrite !mxE.
rewrite (bigD1 (h b)) //= eqxx mulr1 big1 ?addr0 => [|i ib]; last by rewrite (negPf ib) mulr0.
by rewrite hk codom_f (inj_eq hI) addrC subrK.
Qed.
Lemma det_no_block (k : J) : (forall i, f i != k) -> \det (on_block k) = 1.
Proof.
move=> h; rewrite -(det1 K N); congr (\det _); apply/matrixP => i j.
by rewrite !mxE (negPf (h i)).
Qed.
End Blocks.

(* Small determinants, of a matrix given by its entries. *)
Section Small.
Variable K : comRingType.
Implicit Types F : nat -> nat -> K.
(* Expansion along the first row. *)
Definition minor F (j i l : nat) := F i.+1 (bump j l).
Lemma det_expand n F : \det (\matrix_(i < n.+1, j < n.+1) F i j) =
  \sum_(j < n.+1) F 0%N j * ((-1) ^+ j * \det (\matrix_(i < n, l < n) minor F j i l)).
Proof.
rewrite (expand_det_row _ ord0); apply: eq_bigr => j _; rewrite mxE /cofactor add0n.
by congr (_ * (_ * \det _)); apply/matrixP => i l; rewrite !mxE.
Qed.
Lemma det2 F : \det (\matrix_(i < 2, j < 2) F i j) = F 0 0 * F 1 1 - F 0 1 * F 1 0.
Proof. by rewrite det_expand !big_ord_recl big_ord0 !det_mx11 !mxE /= /minor /bump /=; ring. Qed.
Lemma det3 F : \det (\matrix_(i < 3, j < 3) F i j) =
  F 0 0 * (F 1 1 * F 2 2 - F 1 2 * F 2 1) - F 0 1 * (F 1 0 * F 2 2 - F 1 2 * F 2 0)
  + F 0 2 * (F 1 0 * F 2 1 - F 1 1 * F 2 0).
Proof. by rewrite det_expand !big_ord_recl big_ord0 !det2 /= /minor /bump /=; ring. Qed.
Lemma det4 F : \det (\matrix_(i < 4, j < 4) F i j) =
  (F 0 0 * F 1 1 - F 0 1 * F 1 0) * (F 2 2 * F 3 3 - F 2 3 * F 3 2)
  - (F 0 0 * F 1 2 - F 0 2 * F 1 0) * (F 2 1 * F 3 3 - F 2 3 * F 3 1)
  + (F 0 0 * F 1 3 - F 0 3 * F 1 0) * (F 2 1 * F 3 2 - F 2 2 * F 3 1)
  + (F 0 1 * F 1 2 - F 0 2 * F 1 1) * (F 2 0 * F 3 3 - F 2 3 * F 3 0)
  - (F 0 1 * F 1 3 - F 0 3 * F 1 1) * (F 2 0 * F 3 2 - F 2 2 * F 3 0)
  + (F 0 2 * F 1 3 - F 0 3 * F 1 2) * (F 2 0 * F 3 1 - F 2 1 * F 3 0).
Proof. by rewrite det_expand !big_ord_recl big_ord0 !det3 /= /minor /bump /=; ring. Qed.
End Small.

Section Similar.
Variable R : fieldType.
Lemma char_poly_similar n (P S T : 'M[R]_n) : P \in unitmx -> P *m S = T *m P -> char_poly S = char_poly T.
Proof.
move=> uP e.
have c : map_mx polyC P *m char_poly_mx S = char_poly_mx T *m map_mx polyC P.
  by rewrite /char_poly_mx mulmxBr mulmxBl -!map_mxM e scalar_mxC.
have := congr1 determinant c; rewrite !det_mulmx mulrC => /mulIf; apply.
by rewrite det_map_mx polyC_eq0 -unitfE -unitmxE.
Qed.
End Similar.
