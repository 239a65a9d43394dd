/**
 * Unpacks the browser of `@sparticuz/chromium`, its libraries and its fonts into TMPDIR. A process of its own, because the
 * package reads where to unpack, and that it should unpack the libraries, from the environment at its start.
 */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
