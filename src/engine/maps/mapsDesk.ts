import { FaultError, unwrap } from '#core/faults.ts';
import { bothSides } from '#core/errormaps/bothSides.ts';
import { unpackSignedMm } from '#core/errormaps/compactMap.ts';
import { formatNpy } from '#core/errormaps/exportMaps.ts';
import type { MapBank } from '#core/errormaps/mapBank.ts';
import { mappedCases, parseMapBank } from '#core/errormaps/mapBank.ts';
import { BINS, COLUMNS, ROWS } from '#core/errormaps/surfaceBins.ts';
import { surfaceMap } from '#core/errormaps/surfaceMap.ts';
import { runMapBank } from '#core/evaluation/runMapBank.ts';
import { compareMaps, largestErrors } from '#core/evaluation/compareMaps.ts';
import { maskOf } from '#core/volume/labelMap.ts';
import { makePhantom } from '#demo/phantom.ts';
import { fetchBytes } from '#engine/fetchBytes.ts';
import type { MapsSource, OrganOf, OrganPlaces } from '#engine/protocol/mapsCalls.ts';
import * as calls from '#engine/protocol/mapsCalls.ts';
import type { Implementation } from '#engine/protocol/serve.ts';
import { implement } from '#engine/protocol/serve.ts';
import type { RunStore } from '#storage/runStore.ts';

/** Half a megabyte each for a thousand cases. */
const BANKS_KEPT = 48;

/** Reading in the runs that this browser holds. */
export type WithRuns = <T>(work: (runs: Pick<RunStore, 'get' | 'blocks'>) => Promise<T>) => Promise<T>;

/** What the maps worker does: it holds stored maps and compares groups by permutation. `withRuns` reaches the runs of this browser. */
export function mapsImplementations(withRuns: WithRuns): readonly Implementation[] {
  const banks = new Map<string, MapBank>();
  const bankOf = (key: string): MapBank => {
    const found = banks.get(key);
    if (!found) throw new FaultError('map-unreadable', { where: key, expected: 'maps that were loaded', came: 'none' });
    return found;
  };
  return [
    implement(calls.loadMapsCall, async ({ key, source, cases }, { signal }) => {
      let bank = banks.get(key);
      if (!bank) {
        bank = parseMapBank(await bytesOf(source, withRuns, signal), cases, key);
        banks.set(key, bank);
        for (const oldest of banks.keys()) if (banks.size > BANKS_KEPT) banks.delete(oldest);
      }
      return { mapped: mappedCases(bank) };
    }),

    implement(calls.compareMapsCall, ({ key, topology, question, subjects, cases }, { signal, progress }) =>
      compareMaps(bankOf(key), { subjects, cases }, question, topology, { signal, onProgress: (done, total) => progress({ done, total }) })),

    implement(calls.exportMapsCall, ({ key }, { transfer }) => {
      const bank = bankOf(key);
      const bytes = formatNpy(unpackSignedMm(bank), [bank.length / BINS, ROWS, COLUMNS]);
      transfer(bytes.buffer);
      return bytes;
    }),

    implement(calls.errorsHereCall, ({ key, question, bins, most, ...cohort }) => largestErrors(bankOf(key), cohort, question, bins, most)),

    implement(calls.phantomOrganCall, (request, { transfer }) => {
      const places = phantomOrgan(request);
      transfer(places.placesMm.buffer);
      return places;
    }),
  ];
}

async function bytesOf(source: MapsSource, withRuns: WithRuns, signal: AbortSignal): Promise<Uint8Array | Int8Array> {
  if (source.kind === 'both-sides') {
    const cases = (bytes: Uint8Array | Int8Array) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    const [left, right] = await Promise.all([source.left, source.right].map((it) => bytesOf(it, withRuns, signal)));
    if (left.length !== right.length) throw new FaultError('map-unreadable', { expected: `${left.length} bytes for both sides`, came: `${right.length} bytes` });
    return bothSides(cases(left), cases(right));
  }
  if (source.kind === 'codes') return source.codes;
  if (source.kind === 'url') return unpacked(await fetchBytes(source.url, signal), source.url);
  const bank = await withRuns(async (runs) => {
    const run = await runs.get(source.record);
    return run && runMapBank(run, await runs.blocks(source.record), source);
  });
  if (!bank) throw new FaultError('map-not-stored', { where: source.organ });
  return bank;
}

function phantomOrgan({ subject, organ, topology }: OrganOf): OrganPlaces {
  const { reference } = makePhantom(subject);
  const label = reference.labels.find(({ name }) => name === organ);
  if (!label) throw new FaultError('map-organ-absent', { where: organ });
  const mask = maskOf(reference, [label.value]);
  const { placesMm, frame: { centre } } = unwrap(surfaceMap(mask, mask, { kind: topology === 'tube' ? 'vessel' : 'organ' }));
  return { grid: reference.grid, placesMm, centreMm: [centre.x, centre.y, centre.z] };
}

/** Stored banks are gzipped; whoever serves them sends them as they are. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>, url: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!url.endsWith('.gz')) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new FaultError('map-unreadable', { where: url, expected: 'gzip', came: error instanceof Error ? error.message : String(error) });
  }
}
