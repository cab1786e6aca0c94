import { expect, test } from 'vitest'
import type { CheckView, DocumentKind, PaperView } from '../src/certification'
import { handIn, keep, noDraft, usccHint, worstFirst, type HandInDraft } from '../src/certifying'

const paper = (kind: DocumentKind, id: string, values: Record<string, string> = {}): PaperView =>
  ({ id, kind, label: '', sentence: '', has_portrait: true, at: '', fields: Object.entries(values).map(([name, value]) => ({ name, value, text: value, label: '', doubtful: false, problem: '' })) })

function draft(): HandInDraft {
  return { values: { ...noDraft }, papers: {}, signed: { id: 'signed' } as HandInDraft['signed'], face: { id: 'face', done: true } as HandInDraft['face'] }
}

test('a licence fills in what it says, and what was signed for another one is signed anew', () => {
  const begun = draft()
  keep(begun, paper('business_licence', 'p1', { name: '苏州甲有限公司', registered_capital: '3200000000', main: '' }))
  expect(begun.values.name).toBe('苏州甲有限公司')
  expect(begun.values.registered_capital_fen).toBe(3_200_000_000)
  expect(begun.signed).toBeNull()
  expect(begun.face).not.toBeNull()
})

test('another card has not been compared with the face', () => {
  const begun = draft()
  keep(begun, paper('id_card_front', 'p2'))
  expect(begun.face).toBeNull()
})

test('what is handed in names every paper; a face check that was not finished is left out', () => {
  const begun = draft()
  begun.papers = { business_licence: paper('business_licence', 'p1'), id_card_front: paper('id_card_front', 'p2'), id_card_back: paper('id_card_back', 'p3') }
  begun.values.uscc = ' 9132 0500-xx001ka47j'
  const body = handIn(begun)
  expect(body).toMatchObject({ uscc: '91320500XX001KA47J', size: null, licence_id: 'p1', id_front_id: 'p2', id_back_id: 'p3', authorization_id: 'signed', face_check_id: 'face' })
  begun.face = { id: 'face', done: false } as HandInDraft['face']
  expect(handIn(begun).face_check_id).toBeNull()
})

test('what people did not accept stands first, then what contradicts', () => {
  const check = (item: string, verdict: CheckView['verdict'], ok: boolean | null): CheckView => ({ item, verdict, ok, label: '', verdict_label: '', sentence: '', values: [], mend: '', note: '' })
  const sorted = worstFirst([check('a', 'matched', null), check('b', 'contrary', null), check('c', 'doubtful', null), check('d', 'matched', false)])
  expect(sorted.map((each) => each.item)).toEqual(['d', 'b', 'c', 'a'])
})

test('the code says how far it is typed, then whether its check digit holds', () => {
  expect(usccHint('9132')).toBe('已输入 4 / 18 位')
  expect(usccHint('91320500XX001KA47J')).toContain('✓')
})
