#!/usr/bin/env perl
# SPDX-License-Identifier: Apache-2.0
# The op round in Perl, to nearest, towards zero and stochastic, with known mistakes: perl variants.pl VARIANT
# (../variants.tsv says which).
use strict;
use warnings;
no warnings 'portable';
use JSON::PP;
use POSIX qw(floor ldexp frexp);

my $variant = shift;
sub is { $variant eq shift }
my ($inf, $nan) = (9**9**9, -sin(9**9**9));
my %formats = (
  binary32 => [24, -126, (2 - 2**-23) * 2**127, $inf], binary16 => [11, -14, 65504, $inf], bfloat16 => [8, -126, 255 * 2**120, $inf],
  tf32 => [11, -126, 2047 * 2**117, $inf], e4m3 => [4, -6, 448, $nan], 'e4m3-ieee' => [4, -6, 240, $inf],
  e5m2 => [3, -14, 57344, $inf], e3m2 => [3, -2, 28, 28], e2m3 => [4, 0, 7.5, 7.5], e2m1 => [2, 0, 6, 6],
);

# k, the rest f and the exponent of the spacing.
sub bracket {
  my ($x, $f) = @_;
  my $e = (frexp($x))[1] - 1;
  $e = $f->[1] if $e < $f->[1];
  my $q = ldexp($x, $f->[0] - 1 - $e);
  (floor($q), $q - floor($q), $e - $f->[0] + 1);
}

sub limited {
  my ($y, $f, $mode, $saturate) = @_;
  $y <= $f->[2] ? $y : $saturate || $mode eq 'zero' ? $f->[2] : $f->[3];
}

sub whole {
  my ($k, $f, $mode) = @_;
  return $k if $mode eq 'zero';
  return int($k + $f + 0.5) if is('int-plus-half');
  return sprintf('%.0f', sprintf('%.6f', $k + $f)) if is('six-decimals');
  return sprintf('%.0f', $k + $f) if is('sprintf');
  $k + ($f > 0.5 || $f == 0.5 && $k % 2);
}

sub literal { my ($y, $x) = @_; my $s = $x < 0 ? '-' : ''; $y != $y ? '"NaN"' : $y == $inf ? qq("${s}Infinity") : $s . sprintf('%.17g', $y) }

my @state;
sub seeded {    # SplitMix64 in 64-bit integers
  use integer;
  my ($seed) = @_;
  @state = is('seed-not-kept') && @state ? @state : ($seed);
}

sub word {
  use integer;
  my $z = $state[0] += -7046029254386353131;
  $z = ($z ^ ($z >> 30 & 0x3ffffffff)) * -4658895280553007687;
  $z = ($z ^ ($z >> 27 & 0x1fffffffff)) * -7723592293110705685;
  $z ^ ($z >> 31 & 0x1ffffffff);
}

sub answer {
  my ($q) = @_;
  my $f = $formats{ $q->{to} };
  my ($mode, $saturate) = ($q->{mode}, $q->{overflow} eq 'saturate');
  return if !$f || $mode !~ /^(nearest|zero|stochastic)$/;
  my @x = map { $_ + 0 } @{ $q->{values} };
  if ($mode ne 'stochastic') {
    return '[' . join(',', map {
      my ($k, $rest, $e) = bracket(abs, $f);
      literal(limited(ldexp(whole($k, $rest, $mode), $e), $f, $mode, $saturate), $_);
    } @x) . ']';
  }
  my $bits = $q->{bits} || 53;
  seeded($q->{seed});
  my @cells = map {
    my $x = $_;
    my ($k, $rest, $e) = bracket(abs $x, $f);
    [(map { literal(limited(ldexp($_, $e), $f, $mode, $saturate), $x) } $k, $k + 1), floor(ldexp($rest, $bits))];
  } @x;
  my @rows;
  for (1 .. $q->{count}) {
    my ($n, $kept) = (0, 0);
    push @rows, '[' . join(',', map {
      $kept = word() if !is('word-for-two') || $n++ % 2 == 0;
      my $w = $kept >> (64 - $bits);
      $w < $_->[2] ? $_->[1] : $_->[0];
    } @cells) . ']';
  }
  '[' . join(',', @rows) . ']';
}

my $json = JSON::PP->new;
$| = 1;
while (my $line = <STDIN>) {
  my $q = $json->decode($line);
  my $y = $q->{op} eq 'round' ? answer($q) : undef;
  my $reply = $q->{op} eq 'hello' ? qq("name":"rounding, Perl $variant","ops":["round"],"seedBits":63) : defined $y ? qq("rounded":$y) : '"unsupported":true';
  print qq({"id":$q->{id},$reply}\n);
  last if $q->{op} eq 'bye';
}
