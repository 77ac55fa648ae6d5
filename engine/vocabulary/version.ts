// The engine's version, put in by the build from package.json.
declare const __STANDOFF_VERSION__: string;

export const engineVersion: string = typeof __STANDOFF_VERSION__ === 'string' ? __STANDOFF_VERSION__ : '0.0.0';
