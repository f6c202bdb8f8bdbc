(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExpandedForm.v: the loss in expanded form, in exact arithmetic, and the sums over several
   indices that its bound needs. Main result: expanded_identity (the expanded form is the sum of
   squares). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpSum FpStep.
Local Open Scope R_scope.

(* Sums over several indices. *)
Section Sums.
Variables (d1 d2 r : nat).
Definition double (f : nat -> nat -> R) := big r (fun l => big r (f l)).
Lemma double_ext f g : (forall l k, f l k = g l k) -> double f = double g.
Proof. intro h. apply big_ext. intros l _. apply big_ext. intros k _. apply h. Qed.
Lemma double_plus f g : double (fun l k => f l k + g l k) = double f + double g.
Proof. unfold double. rewrite <- big_plus. apply big_ext. intros l _. apply big_plus. Qed.
Lemma double_mul a f : double (fun l k => a * f l k) = a * double f.
Proof. unfold double. rewrite <- big_mul. apply big_ext. intros l _. apply big_mul. Qed.
Lemma double_prod f g : double (fun l k => f l * g k) = big r f * big r g.
Proof. unfold double. rewrite <- big_mulr. apply big_ext. intros l _. apply big_mul. Qed.
Lemma double_const a : double (fun _ _ => a) = INR r * INR r * a.
Proof. unfold double. rewrite !big_const. ring. Qed.
Lemma double_cells
    (f g : nat -> nat -> nat -> R) : double (fun l k => big d1 (f l k) * big d2 (g l k))
  = big d1 (fun i => big d2 (fun j => double (fun l k => f l k i * g l k j))).
Proof. unfold double. rewrite (big_ext r _
    (fun l => big d1 (fun i => big r (fun k => big d2 (fun j => f l k i * g l k j))))).
  - rewrite big_exchange. apply big_ext. intros i _.
    rewrite (big_ext r _ (fun l => big d2 (fun j => big r (fun k => f l k i * g l k j))))
      by (intros l _; apply big_exchange). apply big_exchange.
  - intros l _. rewrite big_exchange. apply big_ext. intros k _. rewrite <- big_mulr. apply big_ext.
    intros i _. now rewrite big_mul. Qed.
Lemma single_cells
    (f h : nat -> nat -> nat -> R) : big d1 (fun i => big r (fun l => big d2 (f i l) * h i l 0%nat))
  = big d1 (fun i => big d2 (fun j => big r (fun l => f i l j * h i l 0%nat))).
Proof. apply big_ext. intros i _. rewrite <- big_exchange. apply big_ext. intros l _.
  now rewrite <- big_mulr. Qed.
End Sums.

Section Identity.
Variables (d1 d2 r : nat) (x y m : matrix).
Theorem expanded_identity :
  big d1 (fun i => big d2 (fun j => (big r (fun l => x i l * y j l) - m i j) ^ 2)) =
  double r (fun l k => big d1 (fun i => x i l * x i k) * big d2 (fun j => y j l * y j k))
  + - (2 * big d1 (fun i => big r (fun l => big d2 (fun j => m i j * y j l) * x i l)))
    + big d1 (fun i => big d2 (fun j => m i j * m i j)).
Proof. rewrite (double_cells d1 d2 r (fun l k i => x i l * x i k) (fun l k j => y j l * y j k)).
  rewrite (single_cells d1 d2 r (fun i l j => m i j * y j l) (fun i l _ => x i l)).
  rewrite <- (big_mul d1 2), <- (big_opp d1), <- !(big_plus d1). apply big_ext. intros i _.
  rewrite <- (big_mul d2 2), <- (big_opp d2), <- !(big_plus d2). apply big_ext. intros j _.
  rewrite (double_ext r _ (fun l k => (x i l * y j l) * (x i k * y j k))) by (intros; ring).
  rewrite double_prod. rewrite (big_ext r (fun l => m i j * y j l * x i l)
    (fun l => m i j * (x i l * y j l))) by (intros; ring). rewrite big_mul. ring. Qed.
(* The trace by way of M^T X. *)
Lemma cross_exchange : big d1 (fun i => big r (fun l => big d2 (fun j => m i j * y j l) * x i l))
  = big d2 (fun j => big r (fun l => big d1 (fun i => m i j * x i l) * y j l)).
Proof. rewrite (single_cells d1 d2 r (fun i l j => m i j * y j l) (fun i l _ => x i l)).
  rewrite (single_cells d2 d1 r (fun j l i => m i j * x i l) (fun j l _ => y j l)).
  rewrite big_exchange. apply big_ext. intros j _. apply big_ext. intros i _. apply big_ext.
  intros; ring. Qed.
End Identity.

(* Three double sums over the entries of a row of X and one of Y. *)
Section Cell.
Variables (r : nat) (a b : nat -> R) (kap : R).
Let al := big r a. Let be := big r b. Let P := big r (fun l => a l * b l).
Lemma cell_own :
  double r (fun l k => (a l * a k) * (kap * (b l + b k) + 6)) = 2 * kap * (al * P) + 6 * al ^ 2.
Proof. rewrite (double_ext r _ (fun l k =>
      kap * ((a l * b l) * a k) + (kap * (a l * (a k * b k)) + 6 * (a l * a k)))) by (intros; ring).
  rewrite !double_plus, !double_mul. rewrite (double_prod r (fun l => a l * b l) a),
    (double_prod r a (fun k => a k * b k)), (double_prod r a a). unfold al, P. ring. Qed.
Lemma cell_both : double r (fun l k => (kap * (a l + a k) + 6) * (kap * (b l + b k) + 6))
  = kap * kap * (2 * (INR r * P) + 2 * (al * be)) + 12 * kap * (INR r * (al + be))
    + 36 * (INR r * INR r).
Proof. rewrite (double_ext r _ (fun l k => kap * kap * ((a l * b l) * 1 + (a l * b k + (b l * a k
      + 1 * (a k * b k)))) + (6 * kap * (a l * 1 + (1 * a k + (b l * 1 + 1 * b k))) + 36)))
    by (intros; ring). rewrite !double_plus, !double_mul, !double_plus.
  rewrite (double_prod r (fun l => a l * b l) (fun _ => 1)), (double_prod r a b),
    (double_prod r b a), (double_prod r (fun _ => 1) (fun k => a k * b k)),
    (double_prod r a (fun _ => 1)), (double_prod r (fun _ => 1) a), (double_prod r b (fun _ => 1)),
    (double_prod r (fun _ => 1) b), double_const, !big_const. unfold al, be, P. ring. Qed.
End Cell.
