// A camera before a person: open it, take small pictures, pack several into one body, let it go.

export const FRAME_MEDIA = 'image/jpeg'
export const FRAMES_MEDIA = 'application/octet-stream'
export const FRAME_EVERY_MS = 200
const WIDTH = 480
const HEIGHT = 360
const QUALITY = 0.8
const PAPER_QUALITY = 0.92
const LENGTH_BYTES = 4

/** Why there is no picture: each has a sentence of its own on the page. */
export type CameraFault = 'missing' | 'denied' | 'unplugged'

export class CameraError extends Error {
  readonly fault: CameraFault

  constructor(fault: CameraFault) {
    super(fault)
    this.name = 'CameraError'
    this.fault = fault
  }
}

export const FAULT_SENTENCES: Record<CameraFault, string> = {
  missing: '没有找到摄像头，或摄像头正被占用。请改用其他方式。',
  unplugged: '摄像头已断开，刚才的画面没有保存。请改用其他方式，或请工作人员检查摄像头。',
  denied: '摄像头未获允许使用。请在浏览器中允许使用摄像头，或改用其他方式。',
}

/** A person, small: a face needs no more. A paper, as sharp as the camera can, by the one that looks away from the screen. */
const WANTED = {
  person: { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 } },
  paper: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1440 } },
} as const

/** Opens a camera into a video element. Throws a CameraError. */
export async function openCamera(video: HTMLVideoElement, before: keyof typeof WANTED = 'person'): Promise<MediaStream> {
  if (!('mediaDevices' in navigator)) throw new CameraError('missing')
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: WANTED[before],
    })
    video.srcObject = stream
    await video.play()
    return stream
  } catch (thrown) {
    const refused = thrown instanceof DOMException && ['NotAllowedError', 'SecurityError'].includes(thrown.name)
    throw new CameraError(refused ? 'denied' : 'missing')
  }
}

export function closeCamera(video: HTMLVideoElement | null, stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
  if (video) video.srcObject = null
}

/** A camera that was pulled out gives its last picture for ever: nothing is taken from it. */
function mustBePlugged(video: HTMLVideoElement): void {
  const stream = video.srcObject as MediaStream | null
  if (!stream?.getVideoTracks().some((track) => track.readyState === 'live')) throw new CameraError('unplugged')
}

/** One picture, the middle of what the camera sees, as the server takes it. */
export async function takeFrame(video: HTMLVideoElement): Promise<Blob> {
  mustBePlugged(video)
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const share = Math.min(video.videoWidth / WIDTH, video.videoHeight / HEIGHT)
  const [wide, high] = [WIDTH * share, HEIGHT * share]
  const [left, top] = [(video.videoWidth - wide) / 2, (video.videoHeight - high) / 2]
  canvas.getContext('2d')?.drawImage(video, left, top, wide, high, 0, 0, WIDTH, HEIGHT)
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, FRAME_MEDIA, QUALITY) })
  if (!blob) throw new CameraError('missing')
  return blob
}

/** Everything that the camera sees, as sharp as it sees it: for papers. */
export async function takePicture(video: HTMLVideoElement): Promise<Blob> {
  mustBePlugged(video)
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, FRAME_MEDIA, PAPER_QUALITY) })
  if (!blob) throw new CameraError('missing')
  return blob
}

/** Several pictures as one body: each after its length, four bytes, the highest first. */
export function packed(frames: readonly Blob[]): Blob {
  const parts: BlobPart[] = []
  for (const frame of frames) {
    const length = new DataView(new ArrayBuffer(LENGTH_BYTES))
    length.setUint32(0, frame.size)
    parts.push(length.buffer, frame)
  }
  return new Blob(parts, { type: FRAMES_MEDIA })
}
