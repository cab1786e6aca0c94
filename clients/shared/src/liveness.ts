// The one way a person stands before a camera, on every client: framed, then one instruction at a time, then judged.
import { CameraError, closeCamera, FAULT_SENTENCES, FRAME_EVERY_MS, openCamera, packed, takeFrame } from './camera'
import type { Guidance, Issued } from './faces'

const GLANCE_EVERY_MS = 350
const STEADY_TIMES = 2 // well framed so often in a row before it begins
const BEFORE_MS = 700
const ACT_MS = 2300

export type LivenessStage = 'opening' | 'framing' | 'acting' | 'judging' | 'done'

export interface LivenessWays<Answer> {
  glance: (frame: Blob) => Promise<Guidance>
  ask: () => Promise<Issued>
  /** Sees a frame while the person still moves, so that judging is quick; nothing hangs on it. */
  ahead?: (frame: Blob) => Promise<unknown>
  judge: (challengeId: string, frames: Blob) => Promise<Answer>
  /** What is on the screen: the stage, one sentence, and how far through the instructions. */
  told: (stage: LivenessStage, sentence: string, share: number) => void
}

export class Liveness<Answer> {
  private stream: MediaStream | null = null
  private stopped = false
  private looking = false

  constructor(private readonly video: HTMLVideoElement, private readonly ways: LivenessWays<Answer>) {}

  /** Runs through once. Throws the server's problem, or a CameraError; null when it was stopped. */
  async run(): Promise<Answer | null> {
    try {
      this.ways.told('opening', '正在打开摄像头', 0)
      this.stream = await openCamera(this.video)
      if (!await this.framed()) return null
      const issued = await this.ways.ask()
      const frames = await this.acted(issued)
      if (!frames) return null
      this.ways.told('judging', '正在核对，请稍候', 1)
      const answer = await this.ways.judge(issued.id, packed(frames))
      if (this.stopped) return null
      this.ways.told('done', '已通过', 1)
      return answer
    } finally {
      closeCamera(this.video, this.stream)
    }
  }

  /** Lets the camera go at once; whatever was under way comes to nothing. */
  stop(): void {
    this.stopped = true
    closeCamera(this.video, this.stream)
  }

  private async framed(): Promise<boolean> {
    let steady = 0
    this.ways.told('framing', '请面向摄像头', 0)
    while (!this.stopped && steady < STEADY_TIMES) {
      const guidance = await this.ways.glance(await takeFrame(this.video))
      steady = guidance.ready ? steady + 1 : 0
      if (!this.stopped) this.ways.told('framing', guidance.sentence, 0)
      await pause(GLANCE_EVERY_MS)
    }
    return !this.stopped
  }

  private async acted(issued: Issued): Promise<Blob[] | null> {
    const frames: Blob[] = []
    await this.film(frames, BEFORE_MS, '请看屏幕，跟着提示做', 0)
    for (const [place, each] of issued.asked.entries()) {
      await this.film(frames, ACT_MS, each.sentence, (place + 1) / (issued.asked.length + 1))
    }
    return this.stopped ? null : frames
  }

  /** One at a time: a frame that is not looked at now is looked at with the others. */
  private lookAhead(frame: Blob): void {
    if (this.looking || !this.ways.ahead) return
    this.looking = true
    void this.ways.ahead(frame).catch(() => null).finally(() => { this.looking = false })
  }

  private async film(frames: Blob[], lasts: number, sentence: string, share: number): Promise<void> {
    this.ways.told('acting', sentence, share)
    const until = performance.now() + lasts
    while (!this.stopped && performance.now() < until) {
      const next = performance.now() + FRAME_EVERY_MS
      const frame = await takeFrame(this.video)
      frames.push(frame)
      this.lookAhead(frame)
      await pause(Math.max(0, next - performance.now()))
    }
  }
}

/** What to tell the person when there is no picture; null when it was something else. */
export function cameraSentence(thrown: unknown): string | null {
  return thrown instanceof CameraError ? FAULT_SENTENCES[thrown.fault] : null
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
