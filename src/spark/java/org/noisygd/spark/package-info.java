// SPDX-License-Identifier: Apache-2.0
/**
 * Sweeps on Apache Spark, compiled by the profile {@code spark} alone. Open {@link
 * org.noisygd.spark.SparkEngine} first.
 */
package org.noisygd.spark;
