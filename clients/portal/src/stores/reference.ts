// The city's reference data: regions, industries, and the Chinese names of every enumerated value.
import type { Coded, Reference } from '@finmart/shared/api'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ask } from '../http'

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

export const useReference = defineStore('reference', () => {
  const reference = shallowRef<Reference | null>(null)
  let asking: Promise<Reference> | null = null

  async function load(): Promise<Reference> {
    if (reference.value) return reference.value
    asking ??= ask<Reference>('/reference').finally(() => { asking = null })
    reference.value = await asking
    return reference.value
  }

  const choicesOfCoded = (coded: Coded[] | undefined): Choice[] =>
    (coded ?? []).map(({ code, name }) => ({ value: code, label: name }))
  const regions = computed(() => choicesOfCoded(reference.value?.regions))
  const productKinds = computed(() => reference.value?.product_kinds ?? [])
  const industries = computed(() => choicesOfCoded(reference.value?.industries))

  /** The server may write LoanState or loan_state: the words are the same. */
  const named = computed(() => new Map(Object.entries(reference.value?.labels ?? {}).map(([name, words]) => [plain(name), words])))

  /** Every value of an enumeration with its Chinese name, in the server's order. */
  function choices(name: EnumName): Choice[] {
    return Object.entries(named.value.get(plain(name)) ?? {}).map(([value, label]) => ({ value, label }))
  }

  function label(name: EnumName, value: string | null | undefined): string {
    if (!value) return '—'
    return named.value.get(plain(name))?.[value] ?? value
  }

  function labels(name: EnumName, values: readonly string[]): string {
    return values.map((value) => label(name, value)).join('、') || '—'
  }

  function region(code: string): string {
    return regions.value.find((each) => each.value === code)?.label ?? code
  }

  return { reference, load, regions, industries, productKinds, choices, label, labels, region }
})
