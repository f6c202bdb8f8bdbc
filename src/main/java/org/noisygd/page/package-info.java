// SPDX-License-Identifier: Apache-2.0

/**
 * One self-contained HTML page, files that are written whole or not at all, and what is known of
 * the terminal. Open {@link org.noisygd.page.Page} first.
 */
package org.noisygd.page;
