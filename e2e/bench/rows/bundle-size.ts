import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from '../row.ts';

const kinds = /\.(?:js|css|html)$/;

/** The page as it is loaded: scripts, styles and document, packed by gzip. */
export const bundleSize: Row = {
  id: 'bundle-size',
  unit: 'kB gz',
  goal: null,
  needs: [],
  measure: () => {
    const files = readdirSync('out/renderer', { recursive: true, encoding: 'utf8' }).filter((name) => kinds.test(name));
    const sizes = files.map((name) => gzipSync(readFileSync(path.join('out/renderer', name))).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return Promise.resolve({ value: total / 1000, note: `${String(files.length)} files` });
  },
};
