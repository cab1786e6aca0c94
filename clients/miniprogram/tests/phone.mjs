// A phone with WeChat, without a screen: renders the built mini-program, taps it, and asks a real platform.
// One line of JSON in, one out: {"do": "open" | "tap" | "type" | "tell" | "pick" | "read", …} → {"page", "text", "notes"}.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { JSDOM } from 'jsdom'

const load = createRequire(import.meta.url)
const ROOT = fileURLToPath(new URL('../dist/build/mp-weixin', import.meta.url))
const BUILT_IN = 'https://finmart.example'
const [base, wechatCode] = process.argv.slice(2)
const dom = new JSDOM('<html><body></body></html>', { url: 'https://servicewechat.com/touristappid/devtools/page-frame.html', pretendToBeVisual: true })
for (const name of ['window', 'document', 'navigator', 'HTMLElement', 'Node', 'Event', 'CustomEvent', 'MouseEvent']) {
  Object.defineProperty(globalThis, name, { value: name === 'window' ? dom.window : dom.window[name], configurable: true, writable: true })
}
globalThis.TouchEvent = dom.window.TouchEvent
for (const tool of ['wcc', 'wcsc']) fs.chmodSync(load.resolve(`miniprogram-compiler/bin/linux/${tool}`), 0o755) // published without the leave to run
const simulate = load('miniprogram-simulate')
const exparser = load('miniprogram-exparser')

const kept = new Map()
const notes = []
const faults = []
console.error = (...said) => { faults.push(said.map((each) => each?.stack ?? String(each)).join(' ')) }  // what a page may never say
const pages = []
let place = { latitude: 0, longitude: 0, accuracy: 10 }
let scan = ''
let photo = ''
let logIns = 0

const here = (url) => url.replace(BUILT_IN, base).replace(BUILT_IN.replace('http', 'ws'), base.replace('http', 'ws'))
const current = () => pages[pages.length - 1]
const settle = (ms = 30) => new Promise((resolve) => { setTimeout(resolve, ms) })
let asking = 0

async function request({ url, method = 'GET', data, header = {}, success, fail, complete }) {
  asking += 1
  try {
    const body = data === undefined || method === 'GET' ? undefined : data instanceof ArrayBuffer ? Buffer.from(data) : JSON.stringify(data)
    const answer = await fetch(here(url), { method, headers: { ...header, 'User-Agent': 'MicroMessenger' }, body })
    const text = await answer.text()
    let read = text
    try { read = JSON.parse(text) } catch { /* not JSON: told as it is */ }
    success?.({ statusCode: answer.status, data: read, header: Object.fromEntries(answer.headers) })
  } catch (fault) {
    fail?.({ errMsg: `request:fail ${fault.message}` })
  } finally {
    asking -= 1
    complete?.({})
  }
}

function connectSocket({ url }) {
  const line = new dom.window.WebSocket(here(url))
  const task = {
    send: ({ data }) => { line.send(data) },
    close: () => { line.close() },
    onOpen: (told) => { line.addEventListener('open', () => told({})) },
    onMessage: (told) => { line.addEventListener('message', ({ data }) => told({ data })) },
    onClose: (told) => { line.addEventListener('close', () => told({})) },
    onError: (told) => { line.addEventListener('error', () => told({ errMsg: 'failed' })) },
  }
  return task
}

function split(url) {
  const [to, tail = ''] = url.replace(/^\//, '').split('?')
  return [to, Object.fromEntries(tail.split('&').filter(Boolean).map((pair) => pair.split('=').map(decodeURIComponent)))]
}

/** What WeChat does with a page: make it, attach it, load it with its query, show it. */
function open(url, instead = false) {
  const [to, query] = split(url)
  if (instead) leave()
  else current()?.component.instance.onHide?.()
  const component = simulate.render(simulate.load(path.join(ROOT, to), { rootPath: ROOT, compiler: 'official' }), {})
  pages.push({ route: to, options: query, component })
  component.attach(document.createElement('div'))
  component.instance.onLoad?.(query)
  component.instance.onShow?.()
}

function leave() {
  const left = pages.pop()
  left?.component.instance.onUnload?.()
  left?.component.detach()
}

function back() {
  leave()
  current()?.component.instance.onShow?.()
}

Object.assign(wx, {
  getStorageSync: (key) => kept.get(key) ?? '',
  setStorageSync: (key, value) => { kept.set(key, value) },
  clearStorageSync: () => { kept.clear() },
  onAppShow() {}, onAppHide() {}, canIUse: () => true,
  getSystemInfoSync: () => ({ platform: 'devtools', SDKVersion: '3.5.0', language: 'zh_CN' }),
  getWindowInfo: () => ({}), getDeviceInfo: () => ({}),
  getAppBaseInfo: () => ({ SDKVersion: '3.5.0', language: 'zh_CN' }),
  getLaunchOptionsSync: () => ({}), getEnterOptionsSync: () => ({}),
  login: ({ success }) => success({ code: `${wechatCode}.${++logIns}` }),  // a code is good for once
  request: (asked) => { void request(asked); return { abort() {} } },
  connectSocket,
  navigateTo: ({ url }) => { open(url) }, redirectTo: ({ url }) => { open(url, true) }, switchTab: ({ url }) => { while (pages.length) leave(); open(url) },
  navigateBack: back, pageScrollTo() {}, stopPullDownRefresh() {}, vibrateLong() {},
  showToast: ({ title }) => { notes.push(title) },
  showModal: ({ success }) => success({ confirm: true, cancel: false }),
  getLocation: ({ success }) => success(place),
  scanCode: ({ success }) => success({ result: scan }),
  chooseImage: ({ success }) => success({ tempFilePaths: [photo], tempFiles: [{ path: photo, size: fs.statSync(photo).size }] }),
  getFileSystemManager: () => ({ readFile: ({ filePath, success }) => { const read = fs.readFileSync(filePath); success({ data: read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength) }) } }),
  requestFacialVerify: ({ success }) => success({ errMsg: 'ok' }),
})
globalThis.getCurrentPages = () => pages.map((each) => each.component.instance)
globalThis.App = (app) => { globalThis.getApp = () => app; app.onLaunch?.({}); app.onShow?.({}) }
globalThis.Page = () => { throw new Error('a page that is no component') }

/** Every element of the page, in order, with the components within it. */
const all = () => [...current().component.dom.querySelectorAll('*')]
const said = (element) => element.textContent.replace(/\s+/g, ' ').trim()

function must(element, words) {
  if (element) return element
  throw new Error(`nothing says "${words}" on ${current().route}: ${said(current().component.dom)}`)
}

/** The innermost element that says just this, else the innermost that says it among more. */
function saying(words, among = all()) {
  const exact = among.filter((element) => said(element) === words)
  return (exact.length ? exact : among.filter((element) => said(element).includes(words))).pop()
}

/** What says this nearest to what says that. */
function sayingNear(words, near) {
  let around = must(saying(near), near)
  while (around && !saying(words, [...around.querySelectorAll('*')])) around = around.parentElement
  return around && saying(words, [...around.querySelectorAll('*')])
}

/** The field under a label. */
function field(label) {
  const rows = all().filter((element) => element.tagName === 'FORM-ROW')
  const row = rows.find((each) => [label, `${label}（选填）`].includes(said(each.querySelector('[class*="label"]'))))
  return must(row, label).querySelector('wx-input, wx-textarea, wx-picker')
}

/** Happens to the element, and to whatever stands around it. */
function happens(element, name, detail) {
  let hearing = element
  while (!hearing.__wxElement) hearing = hearing.parentElement
  exparser.Event.dispatchEvent(hearing.__wxElement, exparser.Event.create(name, detail, { bubbles: true, composed: true, capturePhase: true }))
}

const acts = {
  open: ({ page }) => { open(page) },
  back,
  tap: ({ on, near }) => { happens(must(near ? sayingNear(on, near) : saying(on), on), 'tap', {}) },
  type: ({ into, text }) => { happens(field(into), 'input', { value: text }) },
  pick: ({ from, at }) => { happens(field(from), 'change', { value: at }) },
  tell: ({ on, event, detail }) => { happens(must(saying(on), on), event, detail) },
  stand: ({ at }) => { place = { ...place, ...at } },
  scan: ({ text }) => { scan = text },
  photograph: ({ file }) => { photo = file },
  read: () => undefined,
}

async function answer(line) {
  const wanted = JSON.parse(line)
  try {
    acts[wanted.do](wanted)
    do await settle(); while (asking > 0)
    await settle()
    if (faults.length) throw new Error(faults.splice(0).join('\n'))
    return { page: current()?.route ?? '', text: current() ? said(current().component.dom) : '', notes: notes.splice(0) }
  } catch (fault) {
    return { fault: String(fault.stack ?? fault) }
  }
}

void (async () => {
  load(path.join(ROOT, 'app.js'))
  await settle()
  process.stdout.write('{"ready": true}\n')
  for await (const line of readline.createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await answer(line))}\n`)
  process.exit(0)
})()
