import { serveBuiltPage } from '../../tools/house/builtPage.ts';
import type {} from './engine.ts';
import { sharedData } from './sharedData.ts';

/** The engine's page by itself. */
export function serveEnginePage(port: number): ReturnType<typeof serveBuiltPage> {
  return serveBuiltPage({ folder: new URL('./', import.meta.url), file: 'engine.html', name: 'engine-page', port, withPublic: true, more: { plugins: [sharedData()] } });
}
