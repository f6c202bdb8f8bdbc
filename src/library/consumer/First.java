import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.*;
import org.noisygd.number.*;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.*;

class First {
  /** What an update is given, in the numbers of an arithmetic. */
  record Given<T>(Matrix<T> m, Factors<T> at, Factors<T> noise, StepSizes<T> eta) {
    static <T> Given<T> in(Arithmetic<T> a) {
      var m = Matrix.of(a, new double[][] {{0.3, 0.1}, {0.7, 0.2}});
      var x = Matrix.of(a, new double[][] {{0.6}, {1.1}});
      var y = Matrix.of(a, new double[][] {{0.4}, {0.9}});
      var noise = new Factors<>(x.scale(a.of(0.0625)), y.scale(a.of(-0.0625)));
      return new Given<>(m, new Factors<>(x, y), noise, StepSizes.of(a, 0.1, 0.05));
    }

    T first() {
      var update = new PerturbedUpdate<>(m, eta, UpdateForm.RESIDUAL);
      return update.apply(at, noise).x().get(0, 0);
    }
  }

  public static void main(String[] arguments) {
    var decimal = DecimalArithmetic.ofDigits(60);
    double rounded = Given.in(Binary64.INSTANCE).first();
    var precise = Given.in(decimal).first();
    System.out.println("binary64:   " + rounded);
    System.out.println("60 digits:  " + precise);
    System.out.println("difference: " + decimal.subtract(decimal.of(rounded), precise));

    var given = Given.in(decimal);
    var bounds = new OpBounds(RoundingModel.named("binary64"));
    var bound = bounds.step(given.m(), given.at(), given.noise(), given.eta().etaX(), given.eta().etaY(), false);
    System.out.println("bound:      " + bound.x().at(0, 0));
  }
}
