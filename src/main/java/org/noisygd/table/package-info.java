// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of results in files: comma-separated values and Parquet, the same bytes for the same
 * table. Open {@link org.noisygd.table.Table} first.
 */
package org.noisygd.table;
