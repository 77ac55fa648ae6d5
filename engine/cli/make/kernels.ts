// sparse.as.ts → sparse-wasm.ts: the compiled kernel as text. AssemblyScript is needed here only; users get the bytes.
import { readFileSync } from 'node:fs';

const flags = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert'];

/** Text of the TypeScript file that holds the module. Throws what the compiler says when the source is wrong. */
export async function makeKernel(source: string, name: string): Promise<string> {
  const { default: asc } = await import('assemblyscript/asc');
  let bytes: Uint8Array = new Uint8Array();
  const { error, stderr } = await asc.main([`${name}.ts`, '-o', `${name}.wasm`, ...flags], {
    readFile: (file: string) => (file === `${name}.ts` ? readFileSync(source, 'utf8') : null),
    writeFile: (_: string, contents: string | Uint8Array) => {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${source}: ${stderr.toString()}`);
  const text = Buffer.from(bytes).toString('base64');
  return `// Made by \`npm run make -- kernels\` from ${name}.as.ts: ${bytes.length.toLocaleString('en')} bytes of WebAssembly.\nexport const ${name}Wasm =\n  '${text}';\n`;
}
