export function securityHeaders(options: { policy: boolean }): Record<string, string>;
