import type { BundledIndex } from '#core/cohort/bundledTable.ts';

/** The README beside a bundled cohort: what its files hold, and how far each run has come. */
export function bundleReadme({ notice, rows, subjects, runs, columns, maps }: BundledIndex): string {
  const lines = runs.map(({ id, protocol, casesDone, casesAsked, device, onnxruntime }) => `| ${id} | ${protocol.label} | ${casesDone} of ${casesAsked} | ${device} ${onnxruntime} |`);
  return `# The bundled cohort

${notice}

Written by \`npm run demo:evaluate -- --write\`, which goes on where this folder ends; nothing here is edited by hand.
${rows} rows: ${subjects.length} subjects, evaluated in a fixed random order, each a CT or an MR scan that \`src/demo\` makes from a seed.

| run | protocol | subjects | runtime |
|---|---|---|---|
${lines.join('\n')}

- \`index.json\`: subjects with their covariates, runs with model digests and settings, organs, and the list of columns.
- ${columns.length} columns, a file each, little-endian in row order (${[...new Set(columns.map(({ type }) => type))].join(', ')}); loaded when a page asks for them.
- \`maps/\`: surface error maps by run and organ, gzipped, ${maps.bins} bins of one signed byte a subject in steps of ${maps.stepMm} mm; −128 where there is none.
`;
}
