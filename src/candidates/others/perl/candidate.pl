#!/usr/bin/env perl
# SPDX-License-Identifier: Apache-2.0
# A candidate in Perl with correct variants: perl candidate.pl VARIANT (../variants.tsv says which).
use strict;
use warnings;
no warnings 'redefine';
use JSON::PP;
use List::Util qw(sum0 shuffle);

my $digits = '%.17g';
my %extra;    # what is special in printing
my $codec = JSON::PP->new->canonical;

# The mathematics. Matrices are references to arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
sub total { sum0 @_ }
sub dot { my ($a, $b) = @_; total(map { $a->[$_] * $b->[$_] } 0 .. $#$a) }
sub transpose { my $a = shift; [map { my $k = $_; [map { $_->[$k] } @$a] } 0 .. $#{ $a->[0] }] }
sub product { my ($a, $b) = @_; my $t = transpose($b); [map { my $row = $_; [map { dot($row, $_) } @$t] } @$a] }
sub plus {
  my ($a, $b, $s) = (@_, 1);
  [map { my $i = $_; [map { $a->[$i][$_] + $s * $b->[$i][$_] } 0 .. $#{ $a->[$i] }] } 0 .. $#$a];
}
sub squares { my $a = shift; total(map { $_ * $_ } map { @$_ } @$a) }
sub residual { my ($M, $X, $Y) = @_; plus(product($X, transpose($Y)), $M, -1) }
sub loss { squares(residual(@_)) / 2 }
sub gradient { my ($M, $X, $Y) = @_; my $R = residual(@_); (product($R, $Y), product(transpose($R), $X)) }

sub hessian {
  my ($M, $X, $Y) = @_;
  my ($d1, $d2, $r, $R) = (scalar @$X, scalar @$Y, scalar @{ $X->[0] }, residual(@_));
  my ($XX, $YY) = map { product(transpose($_), $_) } $X, $Y;
  my $H = [map { [(0) x (($d1 + $d2) * $r)] } 1 .. ($d1 + $d2) * $r];
  for my $k (0 .. $r - 1) {
    for my $l (0 .. $r - 1) {
      $H->[$_ * $r + $k][$_ * $r + $l] = $YY->[$k][$l] for 0 .. $d1 - 1;
      $H->[($d1 + $_) * $r + $k][($d1 + $_) * $r + $l] = $XX->[$k][$l] for 0 .. $d2 - 1;
      for my $i (0 .. $d1 - 1) {
        for my $j (0 .. $d2 - 1) {
          my $cross = $X->[$i][$l] * $Y->[$j][$k] + ($k == $l ? $R->[$i][$j] : 0);
          $H->[$i * $r + $k][($d1 + $j) * $r + $l] = $H->[($d1 + $j) * $r + $l][$i * $r + $k] = $cross;
        }
      }
    }
  }
  $H;
}

sub hvp {
  my ($M, $X, $Y, $dX, $dY) = @_;
  my ($R, $dR) = (residual($M, $X, $Y), plus(product($dX, transpose($Y)), product($X, transpose($dY))));
  (plus(product($dR, $Y), product($R, $dY)), plus(product(transpose($dR), $X), product(transpose($R), $dX)));
}

sub smoothed_loss {
  my ($M, $X, $Y, $s1, $s2) = @_;
  my ($v1, $v2, $r) = (@$X * $s1**2, @$Y * $s2**2, scalar @{ $X->[0] });
  loss($M, $X, $Y) + ($v2 * squares($X) + $v1 * squares($Y) + $r * $v1 * $v2) / 2;
}

sub smoothed_gradient {
  my ($M, $X, $Y, $s1, $s2) = @_;
  my ($gX, $gY) = gradient($M, $X, $Y);
  (plus($gX, $X, @$Y * $s2**2), plus($gY, $Y, @$X * $s1**2));
}

sub smoothed_hessian {
  my ($M, $X, $Y, $s1, $s2) = @_;
  my ($H, $n) = (hessian($M, $X, $Y), @$X * @{ $X->[0] });
  $H->[$_][$_] += $_ < $n ? @$Y * $s2**2 : @$X * $s1**2 for 0 .. $#$H;
  $H;
}

sub step {
  my ($M, $X, $Y, $etaX, $etaY, $NX, $NY) = @_;
  my ($gX, $gY) = gradient($M, plus($X, $NX), plus($Y, $NY));
  (plus($X, $gX, -$etaX), plus($Y, $gY, -$etaY));
}

sub run {
  my ($q) = @_;
  my ($X, $Y, @states) = @$q{qw(X Y)};
  my %wanted = map { $_ + 0 => 1 } @{ $q->{record} };
  for my $t (0 .. @{ $q->{noiseX} }) {
    push @states, { t => $t, X => $X, Y => $Y } if $wanted{$t};
    last if $t == @{ $q->{noiseX} };
    ($X, $Y) = step(@$q{qw(M)}, $X, $Y, @$q{qw(etaX etaY)}, $q->{noiseX}[$t], $q->{noiseY}[$t]);
  }
  { states => [@states] };
}

sub gaussian { sqrt(-2 * log(1 - rand)) * cos(6.283185307179586 * rand) }
sub sample {
  my ($q) = @_;
  srand($q->{seed});
  my (@X, @Y);
  for (1 .. $q->{count}) {
    my ($NX, $NY) = map { my ($a, $s) = @$_; [map { [map { $s * gaussian() } @$_] } @$a] }
      [$q->{X}, $q->{sigma1}], [$q->{Y}, $q->{sigma2}];
    my ($x, $y) = step(@$q{qw(M X Y etaX etaY)}, $NX, $NY);
    push @X, $x;
    push @Y, $y;
  }
  { X => \@X, Y => \@Y };
}

my @given = qw(M X Y);
my %OPS = (
  loss => sub { { loss => loss(@{ $_[0] }{@given}) } },
  hessian => sub { { hessian => hessian(@{ $_[0] }{@given}) } },
  smoothed_loss => sub { { loss => smoothed_loss(@{ $_[0] }{ @given, 'sigma1', 'sigma2' }) } },
  smoothed_hessian => sub { { hessian => smoothed_hessian(@{ $_[0] }{ @given, 'sigma1', 'sigma2' }) } },
  run => \&run,
  sample => \&sample,
);
my %PAIRS = (
  gradient => ['gradX', 'gradY', sub { gradient(@_) }],
  hvp => ['hvpX', 'hvpY', sub { hvp(@_) }, 'dX', 'dY'],
  smoothed_gradient => ['gradX', 'gradY', sub { smoothed_gradient(@_) }, 'sigma1', 'sigma2'],
  step => ['X', 'Y', sub { step(@_) }, 'etaX', 'etaY', 'noiseX', 'noiseY'],
);

# Variants, each a change of one function.

my %VARIANTS = (
  plain => sub { },
  shuffled => sub { *total = sub { my $s = 0; $s += $_ for shuffle @_; $s } },
  'strings-30-digits' => sub { $digits = '"%.29e"' },
  'whole-with-point' => sub { %extra = (whole => 1) },
  'extra-fields' => sub { %extra = (comment => "all is \"well\" \x{fc}, \\ and [1,2", history => [1, [2, {}]]) },
);

# The conversation.
sub printed {
  my ($v, $key) = @_;
  return '{' . join(',', map { "\"$_\":" . printed($v->{$_}, $_) } sort keys %$v) . '}' if ref $v eq 'HASH';
  return '[' . join(',', map { printed($_, $key) } @$v) . ']' if ref $v eq 'ARRAY';
  return $v . ($extra{whole} ? '.0' : '') if $key eq 't' || $key eq 'id';
  sprintf $digits, $v;
}
sub answer {
  my ($q) = @_;
  my $op = $q->{op};
  return $OPS{$op}->($q) if $OPS{$op};
  my ($x, $y, $f, @more) = @{ $PAIRS{$op} or return };
  my %reply;
  @reply{ $x, $y } = $f->(@$q{ @given, @more });
  \%reply;
}

$VARIANTS{ $ARGV[0] // 'plain' }->();
$| = 1;
while (my $line = <STDIN>) {
  my $q = $codec->decode($line);
  my $id = $q->{id} + 0;
  if ($q->{op} eq 'hello') {
    print encode_json({ id => $id, name => "Perl, @ARGV", language => 'Perl', ops => [sort keys %OPS, keys %PAIRS] }), "\n";
  } elsif ($q->{op} eq 'bye') {
    print "{\"id\":$id}\n";
    last;
  } elsif (my $reply = eval { answer($q) }) {
    my $text = printed({ id => $id, %$reply });
    $text =~ s/^\{/'{' . substr(encode_json({ %extra }), 1, -1) . ','/e if $extra{comment};
    print "$text\n";
  } else {
    print encode_json({ id => $id, $@ ? (error => "$@") : (unsupported => JSON::PP::true) }), "\n";
  }
}
