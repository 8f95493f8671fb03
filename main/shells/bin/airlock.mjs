#!/usr/bin/env node
// The command line. Builds itself when the sources are newer; prints nothing of its own on standard output.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

try {
  await ensureBuilt({ wanted: ['main'], quiet: true });
} catch (error) {
  process.stderr.write(`airlock: could not build: ${error.message}\n`);
  process.exit(2);
}
await import(pathToFileURL(path.resolve(import.meta.dirname, '../../../out/main/cli.js')).href);
