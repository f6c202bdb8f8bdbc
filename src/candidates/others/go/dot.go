// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"math/big"
)

// dot is the scalar product, in which most variants differ.
func dot(a, b []float64) float64 {
	n, s := len(a), 0.0
	switch variant {
	case "fused":
		for k := range a {
			s = math.FMA(a[k], b[k], s)
		}
		return s
	case "four-lanes":
		var lane [4]float64
		for k := range a {
			lane[k%4] += a[k] * b[k]
		}
		return lane[0] + lane[1] + (lane[2] + lane[3])
	case "double-double":
		e := 0.0
		for k := range a {
			p := a[k] * b[k]
			t := s + p
			v := t - s
			e += (s - (t - v)) + (p - v) + math.FMA(a[k], b[k], -p)
			s = t
		}
		return s + e
	case "big-float":
		sum := new(big.Float).SetPrec(2200)
		for k := range a {
			x, y := big.NewFloat(a[k]), big.NewFloat(b[k])
			sum.Add(sum, new(big.Float).SetPrec(2200).Mul(x, y))
		}
		s, _ = sum.Float64()
		return s
	case "lanes-rest-dropped-over-16":
		for k := 0; k+8 <= n || (n <= 16 && k < n); k++ {
			s += a[k] * b[k]
		}
		return s
	case "last-block-from-its-start": // blocks of 12; a shorter last one is taken from n - 12
		for k := 0; k < n; k += 12 {
			at := k
			if k > 0 && k+12 > n {
				at = n - 12
			}
			for j := at; j < min(at+12, n); j++ {
				s += a[j] * b[j]
			}
		}
		return s
	case "small-terms-skipped":
		for k := range a {
			if p := a[k] * b[k]; math.Abs(p) > 1e-12 {
				s += p
			}
		}
		return s
	case "skips-equal-neighbour": // sorted out as double
		for k := range a {
			if k == 0 || a[k] != a[k-1] || b[k] != b[k-1] {
				s += a[k] * b[k]
			}
		}
		return s
	case "stops-at-zero-pair": // zeros are taken for padding
		for k := range a {
			if a[k] == 0 && b[k] == 0 {
				break
			}
			s += a[k] * b[k]
		}
		return s
	case "spilled-after-20": // the running sum is put away as binary32 after twenty terms
		for k := range a {
			s += a[k] * b[k]
			if k == 20 {
				s = float64(float32(s))
			}
		}
		return s
	}
	for k := range a {
		s += a[k] * b[k]
	}
	return s
}
