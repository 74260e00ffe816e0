/** Version of the program, for the provenance of results; the same as in package.json, which a test demands. */
export const PROGRAM_VERSION = '0.1.0';
