// What the phone itself can do: log in by WeChat, take a photograph, open a file, say where it is, read a code.
import { onTheMap, type Point } from '@finmart/shared/places'
import { addressOf, headers } from './http'

let isInside = false
// #ifdef MP-WEIXIN
isInside = true
// #endif
/** Whether this is the mini-program itself, not its pages in a phone's browser. */
export const IN_WECHAT = isInside

export interface Picture {
  /** Where the phone itself shows it from. */
  readonly path: string
  readonly content: ArrayBuffer
  readonly media: string
  readonly name: string
}

const MEDIA: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' }
const FAILED = '文件暂时打不开，请稍后重试。'

/** WeChat's one-time code for logging in; null in a browser, and where WeChat gives none. */
export function wechatCode(): Promise<string | null> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => { uni.login({ provider: 'weixin', success: ({ code }) => { resolve(code || null) }, fail: () => { resolve(null) } }) })
  // #endif
  // #ifndef MP-WEIXIN
  return Promise.resolve(null)
  // #endif
}

/** A photograph from the camera or the album; null when nothing was chosen. */
export function choosePicture(): Promise<Picture | null> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: 1,
      sizeType: ['compressed'],
      success: (chosen) => {
        const path = chosen.tempFilePaths[0] ?? ''
        const given = Array.isArray(chosen.tempFiles) ? chosen.tempFiles[0] as File | undefined : undefined
        void contentOf(path, given).then((content) => { resolve(content ? { path, content, ...named(path, given) } : null) })
      },
      fail: () => { resolve(null) },
    })
  })
}

function named(path: string, given: File | undefined): Pick<Picture, 'media' | 'name'> {
  const ending = /\.(\w+)$/.exec(given?.name ?? path)?.[1]?.toLowerCase() ?? 'jpg'
  return { media: MEDIA[ending] ?? 'image/jpeg', name: given?.name ?? `照片.${ending}` }
}

function contentOf(path: string, given: File | undefined): Promise<ArrayBuffer | null> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.getFileSystemManager().readFile({ filePath: path, success: ({ data }) => { resolve(data as ArrayBuffer) }, fail: () => { resolve(null) } })
  })
  // #endif
  // #ifndef MP-WEIXIN
  return given?.arrayBuffer() ?? fetch(path).then((answer) => answer.arrayBuffer())
  // #endif
}

/** Fetches a file and hands it to whatever shows it; answers with what went wrong, or nothing. */
export function openFile(path: string, name: string): Promise<string> {
  return new Promise((resolve) => {
    uni.downloadFile({
      url: addressOf(path),
      header: { ...headers(), Accept: '*/*' },
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode !== 200) { resolve(FAILED); return }
        show(tempFilePath, name, resolve)
      },
      fail: () => { resolve(FAILED) },
    })
  })
}

function show(file: string, name: string, told: (fault: string) => void): void {
  // #ifdef MP-WEIXIN
  if (/\.(png|jpe?g)$/i.test(name)) uni.previewImage({ urls: [file], success: () => { told('') }, fail: () => { told(FAILED) } })
  else uni.openDocument({ filePath: file, showMenu: true, success: () => { told('') }, fail: () => { told(FAILED) } })
  // #endif
  // #ifndef MP-WEIXIN
  const link = document.createElement('a')
  link.href = file
  link.download = name
  link.click()
  told('')
  // #endif
}

export interface Place extends Point {
  /** How far off it may be, in metres. */
  readonly accuracy: number
}

const PLACE_PATIENCE_MS = 15_000
const NO_PLACE = '没有取得位置。请允许使用位置，或扫描门店屏幕上的二维码。'

/** Where the phone is, as maps of the mainland draw it (GCJ-02, as the store's fence is), or why it does not say. */
export function whereAmI(): Promise<Place | string> {
  return new Promise((resolve) => {
    // #ifdef MP-WEIXIN
    uni.getLocation({
      type: 'gcj02',
      isHighAccuracy: true,
      success: ({ latitude, longitude, accuracy }) => { resolve({ latitude, longitude, accuracy }) },
      fail: () => { resolve(NO_PLACE) },
    })
    // #endif
    // #ifndef MP-WEIXIN
    // The browser's own: the framework's would ask a foreign map service where the browser does not say.
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { resolve({ ...onTheMap(coords), accuracy: coords.accuracy }) },
      () => { resolve(NO_PLACE) },
      { enableHighAccuracy: true, timeout: PLACE_PATIENCE_MS },
    )
    // #endif
  })
}

/** Shakes the phone once, where it can. */
export function shake(): void {
  uni.vibrateLong({ fail: () => undefined })
}

/** What a scanned code says; null when nothing was read. A browser has no reader: there one types it. */
export function scanned(): Promise<string | null> {
  return new Promise((resolve) => {
    // #ifdef MP-WEIXIN
    uni.scanCode({ onlyFromCamera: true, success: ({ result }) => { resolve(result) }, fail: () => { resolve(null) } })
    // #endif
    // #ifndef MP-WEIXIN
    uni.showModal({ title: '扫描二维码', content: '', editable: true, confirmText: '确定', cancelText: '取消', placeholderText: '浏览器不能扫码，请粘贴二维码中的内容', success: ({ confirm, content }) => { resolve(confirm ? content?.trim() || null : null) }, fail: () => { resolve(null) } })
    // #endif
  })
}

/** WeChat's own camera looks at the person named to it; whether it was them, the platform asks WeChat. */
export function filmedByWechat(verifyId: string): Promise<boolean> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    if (wx.requestFacialVerify) wx.requestFacialVerify({ verifyId, success: () => { resolve(true) }, fail: () => { resolve(false) } })
    else resolve(false)
  })
  // #endif
  // #ifndef MP-WEIXIN
  return Promise.resolve(false)
  // #endif
}

/** Asks for leave to send one message of each of these templates; what was answered goes to the platform. Only within WeChat, and straight from a touch. */
export function askedToTell(templates: string[]): Promise<Record<string, string>> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.requestSubscribeMessage({ tmplIds: templates, success: (answer: object) => { resolve(answer as Record<string, string>) }, fail: () => { resolve({}) } })
  })
  // #endif
  // #ifndef MP-WEIXIN
  return Promise.resolve({})
  // #endif
}
