/**
 * The import law of the house. ROOMS says which room may import which; a room not named on its line is refused.
 * PACKAGES says who keeps each package; a package not named is refused in src. tools/house/guard.test.ts plants
 * forbidden imports and demands that exactly those are refused.
 */
const CORE = ['core/num', 'core/volume', 'core/formats', 'core/prompts', 'core/models', 'core/embeddings', 'core/metrics',
  'core/statistics', 'core/errormaps', 'core/cohort', 'core/evaluation'];

const ROOMS = {
  'core/num': [],
  'core/volume': ['core/num'],
  // Unpacking takes seconds, so it breathes and can be cancelled as other long computations do (core/num/breather.ts).
  'core/formats': ['core/num', 'core/volume'],
  'core/prompts': ['core/num', 'core/volume'],
  'core/models': ['core/num', 'core/volume', 'core/prompts'],
  'core/embeddings': ['core/num', 'core/models'],
  'core/metrics': ['core/num', 'core/volume'],
  'core/statistics': ['core/num'],
  'core/errormaps': ['core/num', 'core/volume', 'core/metrics', 'core/statistics'],
  'core/cohort': ['core/num', 'core/volume', 'core/formats', 'core/metrics'],
  'core/evaluation': CORE.filter((room) => room !== 'core/embeddings'),
  demo: CORE,
  viewer: CORE,
  charts: CORE,
  storage: CORE,
  engine: [...CORE, 'demo', 'storage'],
  cli: [...CORE, 'demo', 'charts'],
  app: [...CORE, 'demo', 'viewer', 'charts', 'storage'],
};

/** Package (as a pattern on its name) and the rooms that may import it. */
const PACKAGES = [
  ['onnxruntime-(web|common|node)', ['engine', 'cli']],
  ['@niivue/', ['viewer']],
  ['d3(-|/|$)|@types/d3', ['charts']],
  ['react(-dom)?($|/)|@types/react', ['app', 'viewer', 'charts']],
  ['@mantine/|@tabler/|@tanstack/|@fontsource', ['app']],
  ['zustand', ['app']],
  ['@stdlib/', ['core/num']],
  ['ml-matrix', ['core/num', 'core/statistics', 'core/errormaps']],
  ['fflate', ['core/formats', 'core/cohort']],
  ['fast-png', ['core/formats']],
  ['valibot', ['core/models', 'core/embeddings', 'core/cohort', 'core/evaluation', 'core/prompts', 'core/formats', 'storage', 'app']],
  ['@bufbuild/protobuf', ['core/models']],
  ['hyparquet', ['core/cohort']],
  ['idb($|/)', ['storage']],
  // SHA-256 of what streams in, piece by piece, which the browser's own cannot do.
  ['@noble/hashes', ['engine']],
];

const at = (room) => `^src/${room}/`;
const anyOf = (rooms) => rooms.map((room) => `src/${room}/`).join('|');
const packagePath = (pattern) => `node_modules/(${pattern})`;

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room.replace('/', '-')}`,
  comment: `${room} may import ${allowed.join(', ') || 'nothing'} (and core/faults.ts)`,
  severity: 'error',
  from: { path: at(room), pathNot: '[.]test[.]tsx?$' },
  to: {
    path: '^src/',
    pathNot: `^(${anyOf([room, ...allowed])}|src/core/faults[.]ts$${room === 'app' ? '|src/engine/(client|protocol)' : ''})`,
  },
}));

const packageRules = PACKAGES.map(([pattern, rooms]) => ({
  name: `keeper-${pattern.replace(/[^a-z0-9-]/g, '')}`,
  comment: `${pattern} is kept by ${rooms.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^(${anyOf(rooms)})|[.]test[.]tsx?$` },
  to: { path: packagePath(pattern) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    ...packageRules,
    {
      name: 'no-stranger-package',
      comment: 'every package in src is named with its keeper',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '(^|/)node_modules/', pathNot: PACKAGES.map(([pattern]) => packagePath(pattern)).join('|') },
    },
    {
      name: 'd3-hands-in-kit',
      comment: 'd3 selection, brush, zoom and drag only in charts/kit; layout code uses scales, shapes, arrays',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/charts/kit/' },
      to: { path: 'node_modules/(@types/)?d3-(selection|brush|zoom|drag|transition)' },
    },
    {
      name: 'node-in-cli',
      comment: 'Node built-ins only in cli',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/|[.]test[.]tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circle', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: { path: '^src/', pathNot: '[.]test[.]tsx?$' }, to: { couldNotResolve: true, pathNot: '[?](url|worker|raw|inline)|^virtual:' } },
    { name: 'no-test-in-product', severity: 'error', from: { pathNot: '[.]test[.]tsx?$' }, to: { path: '[.]test[.]tsx?$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { add: [] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'] },
  },
};
