import type { Server } from 'node:http';

/** Serves dist/ on localhost with the isolation headers and the policy; `data` is served read-only below /data/. */
export function makeServer(options?: { readonly data?: string }): Server;

/** Listens on the port, or on one of the next where it is taken; answers with its number. */
export function listen(server: Server, port: number, tries?: number): Promise<number>;
