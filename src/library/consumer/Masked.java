import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.*;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.GaussianStream;

class Masked {
  public static void main(String[] arguments) {
    var a = DecimalArithmetic.ofDigits(30);
    var m = Matrix.of(a, new double[][] {{2, 1}, {4, 0}}); // 0 stands for what is not known
    var ones = Matrix.of(a, new double[][] {{1}, {1}});
    var start = new Factors<>(ones, ones);
    var update = Update.of(StepSizes.of(a, 0.0625, 0.0625), at -> {
      var all = at.x().times(at.y().transpose()).minus(m);
      var known = Matrix.of(a, 2, 2, (i, j) -> i * j == 1 ? a.zero() : all.get(i, j));
      return new Factors<>(known.times(at.y()), known.transpose().times(at.x()));
    });
    var noise = Noise.gaussian(new GaussianStream(1), 0, 0x1p-10, 0x1p-10, start);
    var end = new PerturbedRun<>(update, noise).run(start, 0, 2000, (t, at) -> {});
    System.out.println(end.x().times(end.y().transpose()).get(1, 1));
  }
}
