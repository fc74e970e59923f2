/** `dist/package`: for `npm pack` and `npm publish`. The loader's code as modules, with types, and a React component. */
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { forBrowsers } from './browser.ts'
import { LASTING, quoted } from './widget.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SOURCE = join(ROOT, 'widget/package')

export async function buildPackage(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true })
  await Promise.all([modules(outDir), types(join(outDir, 'types')), manifest(outDir)])
}

/** Not minified: the user's bundler does that, and the comment that makes a bundler leave `import()` alone is kept. */
async function modules(outDir: string): Promise<void> {
  await build({
    ...forBrowsers,
    plugins: [...(forBrowsers.plugins ?? []), besideEachOther],
    minify: false,
    entryPoints: { mount: join(SOURCE, 'mount.ts'), react: join(SOURCE, 'react.ts') },
    // The page and the Worker may have different versions, so it asks for the newest.
    define: quoted(LASTING),
    external: ['react'],
    format: 'esm',
    outdir: outDir,
  })
  const react = join(outDir, 'react.js')
  // For frameworks that render on a server.
  await writeFile(react, `'use client'\n${await readFile(react, 'utf8')}`)
}

/** The component imports `./mount.js` instead of including a copy of it. */
const besideEachOther: Plugin = {
  name: 'beside-each-other',
  setup(build) {
    build.onResolve({ filter: /^\.\/mount\.ts$/ }, () => ({ path: './mount.js', external: true }))
  },
}

async function types(folder: string): Promise<void> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [compiler, '-p', SOURCE, '--outDir', folder])
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue
    const file = join(folder, name)
    const text = await readFile(file, 'utf8')
    // Every compiler finds x.d.ts for ./x.js; older ones do not for ./x.ts.
    await writeFile(file, text.replaceAll(/(from ['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'))
  }
}

async function manifest(outDir: string): Promise<void> {
  const { version, license, description } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const entry = (name: string) => ({ types: `./types/widget/package/${name}.d.ts`, default: `./${name}.js` })
  const content = {
    name: 'inglenook-chat',
    version,
    description,
    license,
    type: 'module',
    sideEffects: false,
    exports: { '.': entry('mount'), './react': entry('react'), './package.json': './package.json' },
    types: './types/widget/package/mount.d.ts',
    files: ['*.js', 'types'],
    peerDependencies: { react: '>=18' },
    peerDependenciesMeta: { react: { optional: true } },
  }
  await writeFile(join(outDir, 'package.json'), `${JSON.stringify(content, null, 2)}\n`)
  await copyFile(join(ROOT, 'LICENSE'), join(outDir, 'LICENSE'))
  await copyFile(join(SOURCE, 'README.md'), join(outDir, 'README.md'))
}
