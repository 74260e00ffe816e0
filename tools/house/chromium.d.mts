export const CHROMIUM_FLAGS: readonly string[];
export function provisionChromium(): string | undefined;
