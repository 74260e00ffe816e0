import { FaultError } from '#core/faults.ts';

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const ASIDE: readonly (readonly [start: string, end: string])[] = [['<!--', '-->'], ['<?', '?>'], ['<!', '>']];

/** Tags and texts of XML in order, names without their prefix; `visit` sees an empty element as opened and closed. Throws xlsx-unreadable. */
export function readXml(xml: string, where: string, visit: (event: XmlEvent) => void): void {
  let at = 0;
  while (at < xml.length) {
    if (xml[at] !== '<') {
      const next = xml.indexOf('<', at);
      const end = next < 0 ? xml.length : next;
      visit({ kind: 'text', text: entitiesRead(xml.slice(at, end)) });
      at = end;
      continue;
    }
    const aside = ASIDE.find(([start]) => xml.startsWith(start, at));
    if (aside) {
      const end = xml.indexOf(aside[1], at);
      at = end < 0 ? xml.length : end + aside[1].length;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    if (!tag) throw new FaultError('xlsx-unreadable', { where, expected: 'XML', came: xml.slice(at, at + 40) });
    const [all, closing, name, attributes, empty] = tag;
    if (closing) visit({ kind: 'close', name });
    else {
      visit({ kind: 'open', name, attributes });
      if (empty) visit({ kind: 'close', name });
    }
    at += all.length;
  }
}

/** Value of an attribute by its name without prefix, or with it where given. */
export function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name.includes(':') ? name : `(?:[\\w.-]+:)?${name}`}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? entitiesRead(found[1] ?? found[2]) : undefined;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function entitiesRead(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? NAMED[name] : all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
