import { FaultError } from '#core/faults.ts';

/** The address of the file itself. A page about a file on a model hub (…/blob/…) becomes the file (…/resolve/…). */
export function downloadAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new FaultError('download-address', { where: text, expected: 'https://…', came: text });
  }
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if ((url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) || url.username || url.password) {
    throw new FaultError('download-address', { where: text, expected: 'https:// without a password in it', came: `${url.protocol}//${url.username ? '…@' : ''}${url.hostname}` });
  }
  url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/');
  url.hash = '';
  return url.href;
}
