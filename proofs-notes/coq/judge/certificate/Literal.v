(* SPDX-License-Identifier: Apache-2.0 *)
(* Literal.v: the number that a decimal literal stands for.

   A literal as JSON has it, such as -1.25e-3, is digits 10^power exactly. Read as a number of a
   binary format it is the format's nearest number, if that is less than a unit of the literal's
   last digit away: printers that are common give digits that read back and are not the nearest. Any
   other literal is its own decimal value, and so is each in decimal arithmetic. Main result:
   read_is_close (a number that is read is the decimal or a number of the format within one unit of
   the last digit). *)
From Bignums Require Import BigZ.
From Flocq Require Import Core.
From Coq Require Import String Ascii ZArith Bool Reals Lra Lia.
From NoisyGD Require Import Number.
Local Open Scope Z_scope.

Record decimal := Decimal { digits : Z; power : Z }.

Definition digit (c : ascii) : option Z :=
  let n := Z.of_N (N_of_ascii c) - 48 in if (0 <=? n) && (n <=? 9) then Some n else None.

(** The number that the first digits make after m, how many they are, and what follows. *)
Fixpoint whole (s : string) (m n : Z) : Z * Z * string :=
  match s with
  | String c rest => match digit c with Some d => whole rest (10 * m + d) (n + 1)
    | None => (m, n, s) end
  | EmptyString => (m, n, s)
  end.

Definition read_sign (s : string) : Z * string :=
  match s with
  | String "-" rest => (-1, rest)
  | String "+" rest => (1, rest)
  | _ => (1, s)
  end.

Definition exponent (s : string) : option Z :=
  match s with
  | EmptyString => Some 0
  | String c rest =>
    if (c =? "e")%char || (c =? "E")%char then
      let (t, s) := read_sign rest in
      match whole s 0 0 with
      | (m, n, EmptyString) => if n =? 0 then None else Some (t * m)
      | _ => None
      end
    else None
  end.

Definition parse (s : string) : option decimal := let (t, s) := read_sign s in
  let '(m, n, s) := whole s 0 0 in
  let '(m, k, s) := match s with String "." rest => whole rest m 0 | _ => (m, 0, s) end in
  if n + k =? 0 then None
  else match exponent s with Some e => Some (Decimal (t * m) (e - k)) | None => None end.

Definition exact_of (d : decimal) : number := Number (BigZ.of_Z (digits d)) (power d) (power d).

(** The exponent of the last digit that is not zero. *)
Fixpoint last_digit (fuel : nat) (m e : Z) : Z :=
  match fuel with
  | O => e
  | S f => if (m mod 10 =? 0) && negb (m =? 0) then last_digit f (m / 10) (e + 1) else e
  end.

(** A binary format: numbers m 2^e, |m| <= 2^precision, e >= least. *)
Record format := Format { precision : Z; least : Z }.

(** The nearest m 2^e to a quotient of positive numbers, ties to even. *)
Definition nearest_quotient (f : format) (num den : bigZ) : Z * Z :=
  let up m e := BigZ.shiftl m (BigZ.of_Z e) in let unit e := if 0 <=? e then up den e else den in
  let floor e := BigZ.div_eucl (if 0 <=? e then num else up num (- e)) (unit e) in
  let low :=
    Z.max (BigZ.to_Z (BigZ.log2 num) - BigZ.to_Z (BigZ.log2 den) - precision f) (least f) in
  let (q, rest) := floor low in
  let '(q, rest, e) := if BigZ.leb (up BigZ.one (precision f)) q then (floor (low + 1), low + 1)
    else (q, rest, low) in
  let m := BigZ.to_Z q in
  (match BigZ.compare (BigZ.add rest rest) (unit e) with Lt => m | Gt => m + 1
    | Eq => m + m mod 2 end, e).

Definition ten (e : Z) : number := Number BigZ.one e e.
Definition near_number (a b unit : number) : bool := negb (nle unit (nabs (nsub a b))).

(** A literal as a number of a format; of none, where it is read exactly. *)
Definition read_decimal (f : option format) (d : decimal) : number :=
  let exact := exact_of d in
  match f with
  | None => exact
  | Some f =>
    let (m, e) :=
      let m := BigZ.of_Z (Z.abs (digits d)) in
      if 0 <=? power d
        then nearest_quotient f (m * BigZ.pow (BigZ.of_Z 10) (BigZ.of_Z (power d)))%bigZ BigZ.one
      else nearest_quotient f m (BigZ.pow (BigZ.of_Z 10) (BigZ.of_Z (- power d))) in
    let found := Number (BigZ.of_Z (Z.sgn (digits d) * m)) e 0 in
    let unit := ten (last_digit (Z.to_nat (Z.log2 (Z.abs (digits d)))) (digits d) (power d)) in
    if (m <=? 2 ^ precision f) && (0 <=? m) && (least f <=? e)
       && near_number found exact unit
    then found else exact
  end.

Theorem read_is_close f d (v := read_decimal (Some f) d) : v = exact_of d \/
  exists m e k : Z, Z.abs m <= 2 ^ precision f /\ least f <= e /\ N2R v = (IZR m * bpow radix2 e)%R
    /\ k = last_digit (Z.to_nat (Z.log2 (Z.abs (digits d)))) (digits d) (power d)
    /\ (Rabs (N2R v - N2R (exact_of d)) <= N2R (ten k))%R.
Proof. unfold v, read_decimal. destruct (if 0 <=? power d then _ else _) as [m e].
  set (k := last_digit _ _ _). destruct (_ && _) eqn:h; [right|now left]. apply andb_prop
    in h as [h close]. apply andb_prop in h as [h low]. apply andb_prop in h as [small pos].
  apply Z.leb_le in small, pos, low. exists (Z.sgn (digits d) * m), e, k. repeat split.
  - rewrite Z.abs_mul.
    assert (Z.abs (Z.sgn (digits d)) <= 1) by (destruct (digits d); cbn; lia). nia.
  - exact low.
  - unfold N2R; cbn [mantissa twos fives]. rewrite BigZ.spec_of_Z. cbn. ring.
  - set (found := Number _ _ _) in *. unfold near_number in close. rewrite <- N2R_sub, <- N2R_abs.
    destruct (nle_spec (ten k) (nabs (nsub found (exact_of d)))) as [|lt]; [discriminate|lra]. Qed.

(** What a text stands for; zero for what is no literal, of which [is_literal] tells. *)
Definition is_literal (s : string) : bool := match parse s with Some _ => true | None => false end.
Definition read_literal (f : option format) (s : string) : number :=
  match parse s with Some d => read_decimal f d | None => nzero end.

Definition binary64 := Format 53 (-1074).
