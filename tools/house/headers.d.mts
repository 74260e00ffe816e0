export const DOWNLOAD_WORKER: string;
export function securityHeaders(options: { policy: boolean; path?: string }): Record<string, string>;
