// The city's words: regions, industries, and the Chinese names of every enumerated value.
import type { Coded, Reference } from './api'
import type { ProductKindView } from './catalogue'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** The enumerations whose values have Chinese names. */
export type EnumName = 'EquipmentKind' | 'RunItemKind' | 'VisitState' | 'RoadshowState' | 'LetterKind' | 'LetterState' | 'CommitmentState' | 'ClaimLiability' | 'LoanState' | 'LoanKind' | 'RepaymentMethod' | 'SecurityKind' | 'RequestAim' | 'ProductKind'
  | 'CertificationState' | 'MessageKind' | 'MessageWay' | 'SendingState' | 'Role' | 'PartyKind' | 'Terminal' | 'LogInWay' | 'JournalCode' | 'DayCount'
  | 'ProductCategory' | 'OfferMode' | 'ProductState' | 'ListingItem' | 'FindingKind' | 'EnquiryState'
  | 'OnboardingState' | 'ProgrammeState' | 'Sharer' | 'CoverRequestState' | 'Verdict' | 'Zone' | 'DeviceKind' | 'Health' | 'CheckItem' | 'CheckVerdict'
  | 'TicketState' | 'TicketPriority' | 'ServiceOutcome'
  | 'ServicingState' | 'ClaimState' | 'OverdueBucket' | 'RiskGrade' | 'Keeping' | 'RowKind' | 'Payer' | 'Contact'
  | 'InspectionKind' | 'InspectionState' | 'FaultSource' | 'FaultState' | 'FaultGrade' | 'MeetingKind' | 'MeetingState' | 'IncidentKind'
  | 'NoticeKind' | 'NoticeState' | 'Audience' | 'EnterpriseSize' | 'LegacyState'
  | 'ServiceState' | 'FollowUpState' | 'CallResult' | 'TaxCredit'

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase()
}

export interface Words {
  readonly regions: Choice[]
  readonly industries: Choice[]
  readonly productKinds: ProductKindView[]
  /** Every value of an enumeration with its Chinese name, in the server's order. */
  choices: (name: EnumName) => Choice[]
  label: (name: EnumName, value: string | null | undefined) => string
  labels: (name: EnumName, values: readonly string[]) => string
  region: (code: string) => string
}

const choicesOfCoded = (coded: Coded[] | undefined): Choice[] => (coded ?? []).map(({ code, name }) => ({ value: code, label: name }))

/** The server may write LoanState or loan_state: the words are the same. Before they have come, a value stands for itself. */
export function wordsOf(reference: Reference | null): Words {
  const named = new Map(Object.entries(reference?.labels ?? {}).map(([name, words]) => [plain(name), words]))
  const regions = choicesOfCoded(reference?.regions)
  const label = (name: EnumName, value: string | null | undefined): string => (value ? named.get(plain(name))?.[value] ?? value : '—')
  return {
    regions,
    industries: choicesOfCoded(reference?.industries),
    productKinds: reference?.product_kinds ?? [],
    choices: (name) => Object.entries(named.get(plain(name)) ?? {}).map(([value, words]) => ({ value, label: words })),
    label,
    labels: (name, values) => values.map((value) => label(name, value)).join('、') || '—',
    region: (code) => regions.find((each) => each.value === code)?.label ?? code,
  }
}
