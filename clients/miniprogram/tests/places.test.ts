import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { placeOf } from '../src/places'

const listed = (JSON.parse(readFileSync(new URL('../src/pages.json', import.meta.url), 'utf8')) as { pages: { path: string }[] }).pages.map((each) => each.path)

test('a message leads to the page of what it is about, and the page is there', () => {
  for (const kind of ['loan_application', 'product_enquiry', 'certification', 'notice']) {
    const place = placeOf({ subject_kind: kind, subject_id: 'x1' })
    expect(place?.page).toMatch(/\?id=x1$/)
    expect(listed).toContain(place?.page.split('?')[0]?.slice(1))
  }
})

test('what has no page here, or no subject, leads nowhere', () => {
  expect(placeOf({ subject_kind: 'claim', subject_id: 'x1' })).toBeNull()
  expect(placeOf({ subject_kind: 'notice', subject_id: null })).toBeNull()
})
