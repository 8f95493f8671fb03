import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** One file of the page, ready to be sent. */
export interface StaticFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly contentType: string;
  /** Its name changes with its content, so it may be kept for ever. */
  readonly hashed: boolean;
}

/**
 * The files of the built page. They are listed once, and a request is looked up in that list: what is not on it does
 * not exist, so there is no path to climb out with.
 */
export class StaticFiles {
  private readonly files: ReadonlyMap<string, string>;

  constructor(rootDir: string) {
    this.files = new Map(
      listFiles(rootDir).map((file) => [`/${file.split(path.sep).join('/')}`, path.join(rootDir, file)]),
    );
  }

  /** @param pathname path of the URL as it came; `/` is the page itself. */
  async read(pathname: string): Promise<StaticFile | null> {
    const name = pathname === '/' ? '/index.html' : pathname;
    const filePath = this.files.get(name);
    const contentType = contentTypes[path.posix.extname(name)];
    if (filePath === undefined || contentType === undefined) return null;
    return { body: await readFile(filePath), contentType, hashed: name.startsWith('/assets/') };
  }
}

function listFiles(rootDir: string, below = ''): readonly string[] {
  return readdirSync(path.join(rootDir, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) return listFiles(rootDir, name);
    return entry.isFile() ? [name] : [];
  });
}
