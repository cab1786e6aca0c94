// Every page that a link names is there, and every page that is there is listed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = new URL('../src', import.meta.url).pathname
const listed = (JSON.parse(readFileSync(join(ROOT, 'pages.json'), 'utf8')) as { pages: { path: string }[] }).pages.map(({ path }) => path)

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((each) => /\.(vue|ts)$/.test(each.name)).map((each) => join(each.parentPath, each.name))
}

test('the pages that are written are the pages that are listed', () => {
  const written = sources(join(ROOT, 'pages')).filter((path) => path.endsWith('.vue')).map((path) => path.slice(ROOT.length + 1, -'.vue'.length))
  expect(written.sort()).toEqual([...listed].sort())
})

test('every link leads to a page', () => {
  const named = sources(ROOT).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/['"`]\/(pages\/[a-z/-]+)/g)].map((found) => found[1] ?? ''))
  expect(named.length).toBeGreaterThan(20)
  for (const page of named) expect(listed).toContain(page)
})
