// The three papers of a certification, and what of their readings goes into the form.
import type { CertificationDraft } from './api'
import type { DocumentKind, PaperView } from './certification'

export interface PaperWanted {
  readonly kind: DocumentKind
  readonly field: 'licence_id' | 'id_front_id' | 'id_back_id'
  readonly label: string
  readonly hint: string
}

export const PAPERS: readonly [PaperWanted, PaperWanted, PaperWanted] = [
  { kind: 'business_licence', field: 'licence_id', label: '营业执照', hint: '原件正本或副本，四边完整，文字清晰。' },
  { kind: 'id_card_front', field: 'id_front_id', label: '法定代表人身份证人像面', hint: '有照片的一面。' },
  { kind: 'id_card_back', field: 'id_back_id', label: '法定代表人身份证国徽面', hint: '有有效期限的一面。' },
]

/** What a licence says, as far as the form asks for it; empty fields are left as they are. */
export function prefilled(licence: PaperView): Partial<CertificationDraft> {
  const read = new Map(licence.fields.map((field) => [field.name, field.value]))
  const said: Partial<CertificationDraft> = {}
  const put = (name: 'name' | 'uscc' | 'legal_representative' | 'region', from: string): void => {
    const value = read.get(from)
    if (value) said[name] = value
  }
  put('name', 'name')
  put('uscc', 'uscc')
  put('legal_representative', 'legal_representative')
  put('region', 'address')
  const capital = read.get('registered_capital')
  if (capital) said.registered_capital_fen = Number(capital)
  return said
}
