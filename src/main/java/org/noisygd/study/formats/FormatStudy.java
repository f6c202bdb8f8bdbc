// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.Meter;
