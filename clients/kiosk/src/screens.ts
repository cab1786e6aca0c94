// Which component shows which screen; one that stands here is also offered as a tile (see tiles.ts).
import type { Component } from 'vue'
import ActivateScreen from './screens/ActivateScreen.vue'
import AgreeScreen from './screens/AgreeScreen.vue'
import CertifyScreen from './screens/CertifyScreen.vue'
import EventScreen from './screens/EventScreen.vue'
import FaceScreen from './screens/FaceScreen.vue'
import FaultScreen from './screens/FaultScreen.vue'
import FileRequestScreen from './screens/FileRequestScreen.vue'
import HomeScreen from './screens/HomeScreen.vue'
import IdCardScreen from './screens/IdCardScreen.vue'
import MyFaceScreen from './screens/MyFaceScreen.vue'
import ProgressScreen from './screens/ProgressScreen.vue'
import RateScreen from './screens/RateScreen.vue'
import RefusedScreen from './screens/RefusedScreen.vue'
import ScanScreen from './screens/ScanScreen.vue'
import SmsScreen from './screens/SmsScreen.vue'
import TicketScreen from './screens/TicketScreen.vue'
import type { Screen } from './state/kiosk'

export const screens: Partial<Record<Screen, Component>> = {
  activate: ActivateScreen,
  home: HomeScreen,
  face: FaceScreen,
  scan: ScanScreen,
  sms: SmsScreen,
  'id-card': IdCardScreen,
  progress: ProgressScreen,
  'my-face': MyFaceScreen,
  certify: CertifyScreen,
  'file-request': FileRequestScreen,
  rate: RateScreen,
  agree: AgreeScreen,
  event: EventScreen,
  fault: FaultScreen,
  ticket: TicketScreen,
  refused: RefusedScreen,
}
