import { fileURLToPath } from 'node:url';
import type { PreviewServer } from 'vite';
import { build, preview } from 'vite';
import type {} from './engine.ts';

const configFile = fileURLToPath(new URL('./engine.config.ts', import.meta.url));

/** Builds the engine's page and serves it under the program's own headers. */
export async function serveEnginePage(port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  await build({ configFile, logLevel: 'error' });
  const server: PreviewServer = await preview({ configFile, logLevel: 'error', preview: { port, strictPort: false } });
  return { url: `${server.resolvedUrls?.local[0] ?? ''}engine.html`, close: () => server.close() };
}
