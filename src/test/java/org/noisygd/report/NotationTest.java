// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers. */
class NotationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "2 eta_t sigma_t^2 and sigma1^2.@ 2 ηₜ σₜ² and σ₁².",
        "E||xi_1||^2 &lt;= 2/sigma^2@ E‖ξ₁‖² ≤ 2/σ²",
        "1/8 ||X^T X - Y^T Y||^2@ 1/8 ‖Xᵀ X \u2212 Yᵀ Y‖²",
        "O(eta^-1 log(1/sigma)), e^-12, sigma^6/28@ O(η⁻¹ log(1/σ)), e⁻¹², σ⁶/28",
        "20 x 30, d1 x d2, x x@ 20 × 30, d1 × d2, x x",
        "0.5 +- 0.1 -&gt; +-(1, 1)@ 0.5 ± 0.1 → ±(1, 1)",
        // What only looks like one: other names, powers that are no whole numbers, files.
        "etaX, beta1x, theta, sigma-1.csv@ etaX, beta1x, theta, sigma-1.csv",
        "eta^-1.06, a^1/2, 2^n@ η^-1.06, a^1/2, 2^n",
        "phases-eta.csv, gamma.json and --eta@ phases-eta.csv, gamma.json and --eta",
        "-0.5, [-1.5, .5] (-inf to 2), a-1, 1e-05, 3 - 1@ \u22120.5, [\u22121.5, .5] (\u2212inf to 2), a-1, 1e-05, 3 \u2212 1",
        "+-@ ±"
      })
  void of_text_writesFormulasAndNothingElse(String plain, String shown) {
    assertEquals(shown, Notation.of(plain));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "<p>sigma^2</p><pre class='x'>a^2 +- 1</pre>@ <p>σ²</p><pre class='x'>a^2 +- 1</pre>",
        "<td data-label=\"eta\" class=\"eta\">1</td>@ <td data-label=\"η\" class=\"eta\">1</td>",
        "<code>X^T</code><text x='1'>X^T</text>@ <code>X^T</code><text x='1'>Xᵀ</text>",
        "<a href='phases-eta.csv'>eta</a>@ <a href='phases-eta.csv'>η</a>"
      })
  void ofPage_markup_changesTextAndLabelsAlone(String plain, String shown) {
    assertEquals(shown, Notation.ofPage(plain));
  }
}
