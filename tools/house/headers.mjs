/**
 * The response headers that IsoDice needs wherever it is served: cross-origin isolation (WebAssembly threads) and a
 * policy under which the page can reach nothing but its own origin.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The one worker that may reach other hosts: it brings model files, is told addresses and nothing else, and can do
 * nothing but fetch. Its policy comes with its own script; the page's stays as it is.
 */
const DOWNLOAD_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*";

/** Where the build puts that worker. */
export const DOWNLOAD_WORKER = '/assets/downloadWorker-*';

/** The policy for what is served at a path. @param {string} path */
function policyFor(path) {
  return path.startsWith(DOWNLOAD_WORKER.slice(0, -1)) ? DOWNLOAD_POLICY : POLICY;
}

/** @param {{ policy: boolean, path?: string }} options @returns {Record<string, string>} */
export function securityHeaders({ policy, path = '/' }) {
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    ...(policy ? { 'Content-Security-Policy': policyFor(path) } : {}),
  };
}
