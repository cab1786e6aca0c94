// A request filed alone answers the same rules as at the portal; and what is offered is for whom it is.
import { expect, test } from 'vitest'
import { faultOf, fenOf, monthsOf, noRequest, publication, QUESTIONS } from '../src/request/questions'
import { mayOpen, offered } from '../src/tiles'

const somebody = { name_masked: '张*', phone_masked: '138****4711', party_name_masked: '苏州晨*有限公司', may_see_applications: true, may_certify: false, may_publish: false }

test('nothing is sent before every question is answered', () => {
  const draft = noRequest()
  expect(QUESTIONS.map(({ name }) => faultOf(draft, name)).filter(Boolean)).toHaveLength(QUESTIONS.length)
  Object.assign(draft, { amount_fen: fenOf('100'), term_months: monthsOf('12'), purpose: ' 采购原料 ', security: 'credit', repayment_method: 'bullet' })
  expect(QUESTIONS.map(({ name }) => faultOf(draft, name)).filter(Boolean)).toEqual([])
  expect(publication(draft)).toEqual({ amount_fen: 100_000_000, term_months: 12, purpose: '采购原料', security: 'credit', repayment_method: 'bullet', aim: 'open' })
  expect(faultOf({ ...draft, term_months: monthsOf('601') }, 'term_months')).toContain('600')
  expect([fenOf('0'), fenOf(''), monthsOf('000')]).toEqual([null, null, null])
})

test('only what is built is offered, and only to whom it may be', () => {
  const built = ['progress', 'file-request', 'my-face']
  expect(offered(built, null).map(({ screen }) => screen)).toEqual(['progress', 'file-request'])
  expect(offered([...built, 'ticket'], somebody).map(({ screen }) => screen)).toEqual(['ticket', 'progress', 'my-face'])
  expect([mayOpen('file-request', somebody), mayOpen('home', somebody)]).toEqual([false, true])
})
