import org.noisygd.number.*;
import org.noisygd.descent.update.*;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.descent.objective.*;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;

class Example {
  public static void main(String[] arguments) {
    var a = DecimalArithmetic.ofDigits(50); // or Binary64.INSTANCE, DoubleDouble.INSTANCE, ...
    var m = Matrix.of(a, new double[][] {{2, 0}, {0, 0}});
    var x = Matrix.of(a, new double[][] {{3}, {1}});
    var y = Matrix.of(a, new double[][] {{0.5}, {0.25}});
    var update = new PerturbedUpdate<>(m, StepSizes.of(a, 0.125, 0.125), UpdateForm.RESIDUAL);
    var end = new PerturbedRun<>(update, Noise.none()).run(new Factors<>(x, y), 0, 500, (t, state) -> {});
    var f = new MatrixFactorization<>(m);
    System.out.println("loss " + f.loss(end) + ", the Hessian's eigenvalues:");
    System.out.println(CertifiedSpectrum.of(f.hessian(end), 15));
  }
}
