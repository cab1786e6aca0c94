// The build of the walk-up terminal, served by the Python server under /kiosk/, with the worker that lets it open offline.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'
import { clientConfig } from '../vite.shared'

const HOME = '/kiosk/'

/** Writes sw.js: the worker, told the names of everything that was built; another build is another version. */
function offlineWorker(): Plugin {
  return {
    name: 'offline-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const built = Object.keys(bundle).filter((name) => name !== 'index.html').sort()
      const files = [HOME, `${HOME}seal.svg`, ...built.map((name) => `${HOME}${name}`)]
      const source = readFileSync(new URL('src/offline/worker.js', import.meta.url), 'utf8')
      const version = createHash('sha256').update(files.join()).update(source).digest('hex').slice(0, 16)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace('__FILES__', JSON.stringify(files)).replace('__VERSION__', version) })
    },
  }
}

const config = clientConfig(HOME)
export default defineConfig({ ...config, plugins: [...(config.plugins ?? []), offlineWorker()] })
