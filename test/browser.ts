// Finds a Chromium and starts it through playwright-core: CHROMIUM_PATH → Playwright's own → the system's → @sparticuz/chromium, which carries the binary inside its npm package.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const systemNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const systemPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Starts the first Chromium that is found. Throws with the whole list of what was tried when there is none. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const tried: string[] = [];
  for (const candidate of [fromEnvironment, fromPlaywright, fromSystem, fromPackage]) {
    try {
      const found = await candidate();
      if (found === null) continue;
      return await chromium.launch({
        ...options,
        executablePath: found.path,
        args: [...found.args, ...(options.args ?? [])],
      });
    } catch (error) {
      tried.push(`${candidate.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  throw new Error(
    `no Chromium could be started. Set CHROMIUM_PATH to one, or run \`npx playwright-core install chromium\`.\n${tried.map((t) => `  ${t}`).join('\n')}`,
  );
}

interface Found {
  readonly path: string;
  readonly args: readonly string[];
}

// Containers run as root, where Chromium refuses its own sandbox.
const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

async function fromEnvironment(): Promise<Found | null> {
  const path = process.env.CHROMIUM_PATH;
  if (!path) return null;
  if (!runs(path)) throw new Error(`CHROMIUM_PATH=${path} is not a program`);
  return { path, args: rootArgs };
}

async function fromPlaywright(): Promise<Found | null> {
  const path = chromium.executablePath();
  return path && runs(path) ? { path, args: rootArgs } : null;
}

async function fromSystem(): Promise<Found | null> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((f) => f !== '');
  const path = [...systemNames.flatMap((name) => folders.map((folder) => join(folder, name))), ...systemPlaces].find(
    runs,
  );
  return path === undefined ? null : { path, args: rootArgs };
}

async function fromPackage(): Promise<Found | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  // Makes the package unpack the shared libraries too; it looks at this while it is being imported.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  // Of the package's own arguments only the drawing ones: the others switch web security off, or put the whole browser into one process that ends with its first page.
  return {
    path: await packed.executablePath(),
    args: [...rootArgs, '--disable-gpu', ...packed.args.filter((a) => /font-render/.test(a))],
  };
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
