import { expect, test } from 'vitest';
import { FaultError, fault } from '#core/faults.ts';
import { defineCall } from '#engine/protocol/call.ts';
import { connect } from '#engine/protocol/connect.ts';
import { implement, serve } from '#engine/protocol/serve.ts';

const double = defineCall<number, number>('double');
const wait = defineCall<null, null, string>('wait');
const refuse = defineCall<null, null>('refuse');
const stumble = defineCall<null, null>('stumble');
const give = defineCall<Uint8Array, Uint8Array>('give');
const unknown = defineCall<null, null>('unknown');

function pair() {
  const { port1, port2 } = new MessageChannel();
  const aborted: string[] = [];
  serve(port1, [
    implement(double, (it) => it * 2),
    implement(wait, (_, desk) => new Promise((_settle, reject) => {
      desk.progress('started');
      desk.signal.addEventListener('abort', () => { aborted.push('yes'); reject(desk.signal.reason); });
    })),
    implement(refuse, () => { throw new FaultError('model-not-loaded', { where: 'toy' }); }),
    implement(stumble, () => { throw new TypeError('oh'); }),
    implement(give, (bytes, desk) => { desk.transfer(bytes.buffer); return bytes; }),
  ]);
  return { connection: connect(port2, 'toy'), port2, aborted, end: () => { port1.close(); port2.close(); } };
}

test('a call ends done, with a fault, or with what its implementer stumbled over', async () => {
  const { connection, end } = pair();
  expect(await connection.ask(double, 21)).toEqual({ state: 'done', value: 42 });
  expect(await connection.ask(refuse, null)).toEqual({ state: 'failed', fault: fault('model-not-loaded', { where: 'toy' }) });
  expect(await connection.ask(stumble, null)).toMatchObject({ state: 'failed', fault: { code: 'internal', came: 'TypeError: oh', where: 'stumble' } });
  expect(await connection.ask(unknown, null)).toMatchObject({ state: 'failed', fault: { code: 'internal' } });
  end();
});

test('an aborted call is cancelled at once and the worker is told', async () => {
  const { connection, aborted, end } = pair();
  const controller = new AbortController();
  const seen: string[] = [];
  const asked = connection.ask(wait, null, { signal: controller.signal, onProgress: (it) => { seen.push(it); controller.abort(); } });
  expect(await asked).toEqual({ state: 'cancelled' });
  await connection.ask(double, 1);
  expect(seen).toEqual(['started']);
  expect(aborted).toEqual(['yes']);
  expect(await connection.ask(double, 1, { signal: controller.signal })).toEqual({ state: 'cancelled' });
  end();
});

test('buffers named for transfer move, and the caller loses them', async () => {
  const { connection, end } = pair();
  const bytes = new Uint8Array([1, 2, 3]);
  const answer = await connection.ask(give, bytes, { transfer: [bytes.buffer] });
  expect(bytes.byteLength).toBe(0);
  expect(answer).toEqual({ state: 'done', value: new Uint8Array([1, 2, 3]) });
  end();
});

test('a worker that dies fails what is under way and what comes later', async () => {
  const { connection, port2, end } = pair();
  const asked = connection.ask(wait, null);
  port2.dispatchEvent(new Event('error'));
  expect(await asked).toMatchObject({ state: 'failed', fault: { code: 'worker-failed', where: 'toy' } });
  expect(await connection.ask(double, 1)).toMatchObject({ state: 'failed', fault: { code: 'worker-failed' } });
  end();
});
