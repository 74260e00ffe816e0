import { parseArgs } from 'node:util';
import { buildWhenStale } from './build.mjs';
import { installMissing, requireNode } from './install.mjs';
import { listen, makeServer } from './serve.mjs';

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
requireNode();
installMissing();
buildWhenStale();
const port = await listen(makeServer({ data: values.data }), Number(values.port ?? process.env.PORT ?? 4173));
console.log(`\n  IsoDice is at  http://localhost:${port}/\n`);
if (values.data) console.log(`  Scans below ${values.data} are at  http://localhost:${port}/data/\n`);
console.log('  Nothing you open leaves your browser. Stop with Ctrl+C.');
