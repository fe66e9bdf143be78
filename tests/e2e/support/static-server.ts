/** A host of static files and nothing more: the kind that people put the page on. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import type { AddressInfo } from 'node:net';

export const DIST = new URL('../../../dist/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface StaticServer {
  readonly address: string;
  /** From now on the file of this name comes from the folder that is given for it: another build was put there. */
  deploy(folderOf: (name: string) => URL): void;
  close(): Promise<void>;
}

/** Serves the build below `path` (`/some/where/`), and nothing outside of it. */
export async function serveBuildUnder(path: string): Promise<StaticServer> {
  let folderOf = (_name: string): URL => DIST;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === path ? 'index.html' : pathname.slice(path.length);
    const folder = folderOf(name);
    const file = new URL(name, folder);
    if (!pathname.startsWith(path) || !file.href.startsWith(folder.href)) {
      response.writeHead(404).end();
      return;
    }
    readFile(file).then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}${path}`,
    deploy: (given) => (folderOf = given),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
