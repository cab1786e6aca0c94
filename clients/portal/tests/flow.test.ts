// The picture of a flow: the way to the end in one row, what goes wrong below it, nothing on top of anything.
import type { FlowPicture } from '@finmart/shared/api'
import { expect, test } from 'vitest'
import { layOut, mainWay } from '../src/case/flowLayout'

const state = (name: string, final = false): FlowPicture['states'][number] => ({ state: name, label: name, final, current: false, done: false })
const picture: FlowPicture = {
  states: [state('to_accept'), state('to_review'), state('to_amend'), state('to_grant'), state('completed', true), state('rejected', true)],
  steps: [
    { verb: 'submit', label: '提交申请', from: [], to: 'to_accept' },
    { verb: 'grab', label: '抢单', from: ['to_accept'], to: 'to_review' },
    { verb: 'accept', label: '受理', from: ['to_accept'], to: 'to_review' },
    { verb: 'send_back', label: '退回补正', from: ['to_review'], to: 'to_amend' },
    { verb: 'resubmit', label: '重新提交', from: ['to_amend'], to: 'to_review' },
    { verb: 'approve', label: '审核通过', from: ['to_review'], to: 'to_grant' },
    { verb: 'grant', label: '授信', from: ['to_grant'], to: 'completed' },
    { verb: 'reject', label: '驳回', from: ['to_accept', 'to_review'], to: 'rejected' },
  ],
}

test('the way to the end is the longest one forward', () => {
  expect(mainWay(picture)).toEqual(['to_accept', 'to_review', 'to_grant', 'completed'])
})

test('where only giving up ends a flow, the way is the longest one forward', () => {
  const kept: FlowPicture = {
    states: [state('draft'), state('to_review'), state('to_amend'), state('listed'), state('delisted'), state('removed', true)],
    steps: [
      { verb: 'submit', label: '提交', from: ['draft'], to: 'to_review' },
      { verb: 'list', label: '展示', from: ['to_review'], to: 'listed' },
      { verb: 'delist', label: '下架', from: ['listed'], to: 'delisted' },
      { verb: 'relist', label: '重新上架', from: ['delisted'], to: 'to_review' },
      { verb: 'remove', label: '删除', from: ['draft'], to: 'removed' },
    ],
  }
  expect(mainWay(kept)).toEqual(['draft', 'to_review', 'listed', 'delisted'])
})

test('arrows over more states run higher, and the row stands below them all', () => {
  const states = ['a', 'b', 'c', 'd'].map((name) => state(name, name === 'd'))
  const forward = ['a', 'b', 'c'].map((from, place) => ({ verb: from, label: from, from: [from], to: 'bcd'[place] ?? '' }))
  const far = { verb: 'far', label: '远', from: ['c'], to: 'a' }
  const near = { verb: 'near', label: '近', from: ['c'], to: 'b' }
  const layout = layOut({ states, steps: [...forward, far, near] })
  const height = (label: string): number => layout.steps.find((each) => each.label === label)?.y ?? 0
  expect(height('远')).toBeLessThan(height('近'))
  expect(height('远')).toBeGreaterThan(0)
})

test('every state has a place of its own', () => {
  const places = layOut(picture).states.map((each) => `${each.x},${each.y}`)
  expect(new Set(places).size).toBe(picture.states.length)
})

test('two ways of doing the same are one arrow with both names', () => {
  expect(layOut(picture).steps.filter((step) => step.label === '抢单 / 受理')).toHaveLength(1)
})

test('an end in the middle of the work stands last, and nothing is drawn through what lies between', () => {
  const round: FlowPicture = {
    states: [state('to_request'), state('to_confirm'), state('to_file'), state('completed', true), state('withdrawn', true)],
    steps: [
      { verb: 'grant', label: '授信', from: [], to: 'to_request' },
      { verb: 'request_payout', label: '申请放款', from: ['to_request'], to: 'to_confirm' },
      { verb: 'disburse', label: '放款', from: ['to_confirm'], to: 'to_file' },
      { verb: 'file', label: '备案', from: ['to_file'], to: 'to_request' },
      { verb: 'complete', label: '办结', from: ['to_request'], to: 'completed' },
      { verb: 'withdraw', label: '撤回', from: ['to_request', 'to_confirm'], to: 'withdrawn' },
    ],
  }
  expect(mainWay(round)).toEqual(['to_request', 'to_confirm', 'to_file', 'completed'])
  const row = layOut(round).states[0]?.y ?? 0
  const done = layOut(round).steps.find((step) => step.label === '办结')
  expect(done?.path).toContain('v-62')
  expect(done?.y).toBeLessThan(row - 40)
})
